//! Lines of JSON on standard input, each answered in its place on standard output.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};

use base::Text;
use serde_json::Value;

use crate::outcome::Failure;

/// Answers a line for each line of `from`, in order, blank ones too: who counts lines finds each answer in its place. A
/// line is read up to `longest` bytes; what follows belongs to no question, and `answer` is told with `false` that the
/// line is not whole.
pub(super) fn each(
    from: impl Read,
    longest: u64,
    answer: impl FnMut(&str, bool) -> Value,
) -> Result<(), Failure> {
    onto(std::io::stdout().lock(), from, longest, answer)
}

fn onto(
    to: impl Write,
    from: impl Read,
    longest: u64,
    mut answer: impl FnMut(&str, bool) -> Value,
) -> Result<(), Failure> {
    let mut from = BufReader::with_capacity(64 * 1024, from);
    let mut out = BufWriter::with_capacity(64 * 1024, to);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut from).take(longest).read_until(b'\n', &mut line).map_err(broken)?;
        if read == 0 {
            break;
        }
        let mut whole = true;
        if line.last() != Some(&b'\n') {
            whole = (&mut from).take(1).read(&mut [0]).map_err(broken)? == 0;
            if !whole {
                from.skip_until(b'\n').map_err(broken)?;
            }
        }
        let text = String::from_utf8_lossy(&line);
        let written = serde_json::to_writer(&mut out, &answer(&text, whole)).is_ok();
        // A reader that has gone away (`| head`) is no failure of the command.
        if !written || out.write_all(b"\n").is_err() {
            break;
        }
        // Who asks line by line waits for the answer; who sends many at once does not.
        if from.buffer().is_empty() && out.flush().is_err() {
            break;
        }
    }
    let _ = out.flush();
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "map_err gives it away")]
fn broken(error: std::io::Error) -> Failure {
    let text = error.to_string();
    Failure::new(
        Text::new(format!("读取标准输入出错：{text}"), format!("cannot read standard input: {text}")),
        Text::new("请检查输入是否还在。", "See whether the input is still there."),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_line_is_answered_in_its_place() {
        let mut out = Vec::new();
        onto(&mut out, &b"a\n\n  \nmore than eight\nlast"[..], 8, |line, whole| json!([line.trim(), whole]))
            .unwrap();
        let told: Vec<Value> =
            out.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        let lines = [("a", true), ("", true), ("", true), ("more tha", false), ("last", true)];
        assert_eq!(told, lines.map(|(line, whole)| json!([line, whole])));
    }
}
