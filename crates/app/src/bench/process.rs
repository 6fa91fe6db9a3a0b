//! The processes of a bench, and what the system says of them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use base::Stopwatch;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::broken;
use super::parts::{Found, Listening, Served, Task, Word};
use crate::outcome::Failure;

/// Processor time is counted in hundredths of a second.
const TICK_MS: u64 = 10;

fn start(part: &str, told: &impl Serialize) -> Result<(Child, BufReader<ChildStdout>), Failure> {
    let program = std::env::current_exe().map_err(broken)?;
    let mut child = Command::new(program)
        .args(["--json", "bench", "--part", part])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(broken)?;
    let line = serde_json::to_string(told).map_err(broken)?;
    let mut input = child.stdin.take().ok_or_else(|| broken("no standard input"))?;
    writeln!(input, "{line}").map_err(broken)?;
    let output = child.stdout.take().ok_or_else(|| broken("no standard output"))?;
    Ok((child, BufReader::new(output)))
}

fn hear<T: DeserializeOwned>(output: &mut BufReader<ChildStdout>) -> Result<T, Failure> {
    let mut line = String::new();
    output.read_line(&mut line).map_err(broken)?;
    serde_json::from_str(&line).map_err(|error| broken(format!("{error}: “{}”", line.trim())))
}

/// A server that answers. It is stopped when this value goes.
#[derive(Debug)]
pub(super) struct ServerProcess {
    child: Child,
    output: BufReader<ChildStdout>,
    /// Host and port.
    pub(super) address: String,
    /// From the start of the process to its first page.
    pub(super) start_ms: f64,
}

impl ServerProcess {
    /// Starts it and waits for its first page.
    pub(super) fn start(served: &Served) -> Result<Self, Failure> {
        let watch = Stopwatch::start();
        let (child, mut output) = start("server", served)?;
        let listening: Listening = hear(&mut output)?;
        first_page(&listening.address)?;
        let start_ms = Duration::from_micros(watch.elapsed_us()).as_secs_f64() * 1000.0;
        Ok(Self { child, output, address: listening.address, start_ms })
    }

    /// Processor time so far, in milliseconds.
    pub(super) fn cpu_ms(&self) -> u64 {
        cpu_ms(&self.child.id().to_string())
    }

    /// Memory of its own, in mebibytes.
    pub(super) fn rss_anon_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
        line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or_default() / 1024.0
    }

    /// Stops it; gives groups committed and closures in them.
    pub(super) fn stop(mut self) -> Result<(u64, u64), Failure> {
        terminate(&mut self.child)?;
        let said: serde_json::Value = hear(&mut self.output)?;
        let count = |name: &str| said.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
        Ok((count("groups"), count("closures")))
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Asks a process to end as an operator does.
fn terminate(child: &mut Child) -> Result<(), Failure> {
    let told = Command::new("kill").arg(child.id().to_string()).status().map_err(broken)?;
    if !told.success() {
        return Err(broken("the server could not be told to stop"));
    }
    child.wait().map(|_| ()).map_err(broken)
}

fn first_page(address: &str) -> Result<(), Failure> {
    use std::io::Read as _;
    let mut stream = std::net::TcpStream::connect(address).map_err(broken)?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).map_err(broken)?;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n").map_err(broken)?;
    let mut begin = [0; 12];
    stream.read_exact(&mut begin).map_err(broken)?;
    if &begin == b"HTTP/1.1 200" { Ok(()) } else { Err(broken("the first page is not 200")) }
}

/// What a load process found, with the processor time of the server and of the database meanwhile.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    pub(super) found: Found,
    pub(super) server_ms: u64,
    pub(super) database_ms: u64,
}

/// Runs a load process against a server to its end.
pub(super) fn load(server: &ServerProcess, task: &Task) -> Result<Measured, Failure> {
    let (mut child, mut output) = start("load", task)?;
    let Word::Begun = hear(&mut output)? else { return Err(broken("the load process did not begin")) };
    let (server_before, database_before) = (server.cpu_ms(), database_ms());
    let Word::Found(found) = hear(&mut output)? else { return Err(broken("the load process found nothing")) };
    let measured = Measured {
        found,
        server_ms: server.cpu_ms().saturating_sub(server_before),
        database_ms: database_ms().saturating_sub(database_before),
    };
    child.wait().map_err(broken)?;
    match (&measured.found.complaint, measured.found.answered) {
        (Some(complaint), 0) => Err(broken(complaint)),
        _ => Ok(measured),
    }
}

/// User and system time of a process and of the children it has waited for, in milliseconds.
pub(super) fn cpu_ms(pid: &str) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name in parentheses may hold spaces; the fields counted here come after it.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    ticks * TICK_MS
}

/// Processor time of every PostgreSQL process of this machine; zero where the database is on another.
fn database_ms() -> u64 {
    let Ok(entries) = std::fs::read_dir("/proc") else { return 0 };
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    pids.filter(|pid| pid.bytes().all(|b| b.is_ascii_digit()))
        .filter(|pid| {
            std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "postgres")
        })
        .map(|pid| cpu_ms(&pid))
        .sum()
}
