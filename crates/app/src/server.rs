//! Serving until told to stop. On SIGTERM or SIGINT no connection is taken any more, requests in hand are finished
//! within ten seconds, and then the rest of the program closes in its order.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use base::Text;
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::outcome::Failure;

/// How long requests in hand may take to end.
const DRAIN: Duration = Duration::from_secs(10);

/// A server that takes requests.
#[derive(Debug)]
pub(crate) struct Server {
    runtime: Runtime,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<std::io::Result<()>>>,
    address: SocketAddr,
}

/// Takes the address, so that nobody else does; nothing is answered yet.
pub(crate) fn bind(address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| {
        Failure::new(
            Text::new(format!("不能监听 {address}：{error}"), format!("cannot listen at {address}: {error}")),
            Text::new(
                "请换一个端口，或者停止占用它的程序；1024 以下的端口需要权限。",
                "Choose another port, or stop the program that has it; ports below 1024 need a privilege.",
            ),
        )
    })
}

impl Server {
    /// Begins to answer requests with `router`.
    pub(crate) fn start(listener: TcpListener, router: Router) -> Result<Self, Failure> {
        let broken = |error: std::io::Error| {
            Failure::new(
                Text::new(format!("不能启动服务：{error}"), format!("the server does not start: {error}")),
                Text::new(
                    "请检查系统的线程数和文件数限制。",
                    "Check the system's limits of threads and files.",
                ),
            )
        };
        let address = listener.local_addr().map_err(broken)?;
        listener.set_nonblocking(true).map_err(broken)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_name("yc-web")
            .build()
            .map_err(broken)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(broken)?
        };
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let served = runtime.spawn(async move {
            let told = async move {
                // Dropping the sender is being told too.
                let _ = stopped.await;
            };
            axum::serve(listener, service).with_graceful_shutdown(told).await
        });
        Ok(Self { runtime, stop: Some(stop), served: Some(served), address })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// For work that needs the server's runtime.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Takes no more connections and ends the requests in hand.
    pub(crate) fn drain(mut self) {
        self.stop.take();
        let Some(served) = self.served.take() else { return };
        let ended = self.runtime.block_on(async { tokio::time::timeout(DRAIN, served).await });
        if ended.is_err() {
            tracing::warn!("some requests did not end in time and were cut off");
        }
        self.runtime.shutdown_timeout(Duration::from_secs(1));
    }
}

/// SIGTERM and SIGINT, heard from when this value was made: made before the program says that it is ready, nobody can
/// tell it to stop too early to be heard.
#[derive(Debug)]
pub(crate) struct Signals {
    term: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Begins to hear them. Until then they end the process.
    pub(crate) fn hear(runtime: &Runtime) -> Result<Self, Failure> {
        let _inside = runtime.enter();
        let both = || {
            Ok(Self { term: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
        };
        both().map_err(|error: std::io::Error| {
            Failure::new(
                Text::new(format!("不能等待停止信号：{error}"), format!("cannot wait for signals: {error}")),
                Text::new("请检查系统限制。", "Check the system's limits."),
            )
        })
    }

    /// Waits for one of them.
    pub(crate) fn wait(mut self, runtime: &Runtime) {
        runtime.block_on(async {
            tokio::select! {
                _ = self.term.recv() => {}
                _ = self.interrupt.recv() => {}
            }
        });
    }
}
