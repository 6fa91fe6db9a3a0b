//! What the tests of other folders need of outlets.

use base::{Region, Text};

use super::{OpenOutlet, OutletKind};

pub(crate) fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// The words of a head office.
pub(crate) fn head_office(code: &str) -> OpenOutlet {
    OpenOutlet {
        code: code.to_owned(),
        name: Text::new("示例市车辆管理所", "Vehicle Office of the Sample City"),
        address: Text::new("示例路1号", "1 Sample Road"),
        kind: OutletKind::Office,
        tier: 1,
        region: Region::parse("999901").unwrap(),
        parent: None,
        hours: "hours.weekdays".to_owned(),
    }
}
