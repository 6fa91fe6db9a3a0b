//! Outlets and stock for the tests of other folders.

use base::{Region, Text};

use super::model::{BlankKind, OutletEvent, StockReceived};
use super::{OpenOutlet, OutletKind, by_id, enter, rules, stock_stream};
use crate::office::{Ctx, Office};

pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
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

/// Gives an outlet `count` licence cards from `first` on, and makes the outlet where it is not there yet.
pub(crate) fn stock(office: &Office, outlet: &str, first: &str, count: usize) {
    let ctx: Ctx = office.system("stock");
    let end: u128 = first.parse::<u128>().unwrap() + u128::try_from(count).unwrap() - 1;
    let fact = StockReceived {
        outlet: outlet.to_owned(),
        kind: BlankKind::DrivingLicence,
        first: first.to_owned(),
        last: format!("{end:0width$}", width = first.len()),
    };
    assert_eq!(rules::numbers(&fact.first, &fact.last).unwrap().len(), count);
    let id = outlet.to_owned();
    let done = office.command(&ctx, move |desk| {
        let (own, stock) = (desk.office().stream("outlet", &id), stock_stream(desk.office(), &id));
        desk.lock(&[&own, &stock])?;
        if by_id(desk, &id)?.is_none() {
            enter(desk, &id, &head_office(&format!("T{}", id.len())))?;
        }
        let event = OutletEvent::from(fact.clone()).to_new(desk.moment())?;
        desk.record(&stock, event)?;
        Ok(())
    });
    run(done).unwrap();
}
