//! The addresses of an outside system, asked for once in a while and not at every call: each look-up is a thread of its
//! own, so that a name server that is down cannot hold a call longer than its time.

use std::net::SocketAddr;
use std::sync::Mutex;

use base::Stopwatch;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// A system that moves is found at its new address after this long.
const KEPT_US: u64 = 30_000_000;

/// Resolves the one name that a line goes to.
#[derive(Debug, Default)]
pub(crate) struct Remembering {
    inner: DefaultResolver,
    known: Mutex<Option<Known>>,
}

#[derive(Debug)]
struct Known {
    since: Stopwatch,
    name: String,
    addresses: Vec<SocketAddr>,
}

impl Remembering {
    fn remembered(&self, name: &str) -> Option<ResolvedSocketAddrs> {
        let known = self.known.lock().ok()?;
        let fresh = known.as_ref().filter(|k| k.name == name && k.since.elapsed_us() < KEPT_US)?;
        let mut found = self.inner.empty();
        for address in &fresh.addresses {
            found.push(*address);
        }
        Some(found)
    }
}

impl Resolver for Remembering {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let name = format!(
            "{}://{}",
            uri.scheme_str().unwrap_or_default(),
            uri.authority().map_or("", |a| a.as_str())
        );
        if let Some(found) = self.remembered(&name) {
            return Ok(found);
        }
        let found = self.inner.resolve(uri, config, timeout)?;
        if let Ok(mut known) = self.known.lock() {
            *known =
                Some(Known { since: Stopwatch::start(), name, addresses: found.iter().copied().collect() });
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_remembered_for_its_name_alone() {
        let resolver = Remembering::default();
        let agent = ureq::Agent::new_with_defaults();
        let ask =
            |text: &str| resolver.resolve(&text.parse().unwrap(), agent.config(), NextTimeout::default());
        assert_eq!(
            ask("http://127.0.0.1:81/a").unwrap().iter().next(),
            Some(&"127.0.0.1:81".parse().unwrap())
        );
        assert!(resolver.remembered("http://127.0.0.1:81").is_some());
        assert!(resolver.remembered("http://127.0.0.1:82").is_none());
        assert_eq!(
            ask("http://127.0.0.1:82/a").unwrap().iter().next(),
            Some(&"127.0.0.1:82".parse().unwrap())
        );
    }
}
