//! What may be done with outlets, grants and blanks: pure decisions.

use std::collections::BTreeSet;

use authz::{Area, Items, Stage, Standing};
use base::{Day, FieldError, Refusal, Region, Text};

use super::commands::{GiveGrant, NarrowGrant, OpenOutlet};
use super::model::{Blank, BlankStatus, GrantNarrowed, GrantRow, OutletStatus};
use crate::catalog::{Act, Catalog, Item, Tier};

/// Numbers in one receipt at most: a box of blanks.
pub const RANGE_MAX: usize = 500;

/// The area that the people of an outlet in `region` watch over: codes that end in 0000 are provinces, in 00
/// prefectures (GB/T 2260), and all others counties.
pub fn area_of(region: Region) -> Area {
    let code = region.to_string();
    let digits = if code.ends_with("0000") { code.strip_suffix("0000") } else { code.strip_suffix("00") };
    digits.and_then(|digits| Area::parse(digits).ok()).unwrap_or_else(|| Area::county(region))
}

/// What is wrong with the words of a new outlet.
pub(super) fn open(new: &OpenOutlet) -> Vec<FieldError> {
    let mut wrong = words(&new.name, &new.address, new.tier, &new.hours);
    let shaped = (2..=12).contains(&new.code.len())
        && new.code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !shaped {
        wrong.push(FieldError::new(
            "code",
            "请填写2至12位的网点代码，只用大写字母和数字，例如ZY01。",
            "Give a code of 2 to 12 capital letters and digits, for example ZY01.",
        ));
    }
    wrong
}

/// What is wrong with the words of an outlet.
pub(super) fn words(name: &Text, address: &Text, tier: u8, hours: &str) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let both = |text: &Text| {
        [&text.zh, &text.en].into_iter().all(|t| !t.trim().is_empty() && t.chars().count() <= 120)
    };
    if !both(name) {
        wrong.push(FieldError::new(
            "name",
            "请用中文和英文各填写网点名称，每种不超过120字。",
            "Give the outlet's name in Chinese and in English, each of at most 120 characters.",
        ));
    }
    if !both(address) {
        wrong.push(FieldError::new(
            "address",
            "请用中文和英文各填写网点地址，每种不超过120字。",
            "Give the outlet's address in Chinese and in English, each of at most 120 characters.",
        ));
    }
    if !(1..=2).contains(&tier) {
        wrong.push(FieldError::new(
            "tier",
            "请选择网点级别：1级办理全部业务，2级办理下放的业务。",
            "Choose the outlet's level: 1 for every item, 2 for what has been delegated.",
        ));
    }
    let key = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.');
    if hours.is_empty() || hours.len() > 40 || !hours.bytes().all(key) {
        wrong.push(FieldError::new(
            "hours",
            "请选择一种服务时间。",
            "Choose one of the texts for opening hours.",
        ));
    }
    wrong
}

/// What is wrong with a grant that is to be given.
pub(super) fn give(new: &GiveGrant, known: impl Fn(&str) -> bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if !items_known(&new.items, known) {
        wrong.push(FieldError::new(
            "items",
            "请至少选择一个事项，并且只选业务目录里的事项。",
            "Choose at least one item, and only items of the catalogue.",
        ));
    }
    if new.stages.is_empty() {
        wrong.push(FieldError::new(
            "stages",
            "请至少选择一个环节：受理、审核或者制证。",
            "Choose at least one stage: accept, decide or issue.",
        ));
    }
    if new.until.is_some_and(|until| until < new.from) {
        wrong.push(FieldError::new(
            "until",
            "授权的最后一天不能早于第一天，请重新选择日期。",
            "The last day of a grant cannot be before its first. Choose the days again.",
        ));
    }
    wrong
}

fn items_known(items: &Items, known: impl Fn(&str) -> bool) -> bool {
    match items {
        Items::Any => true,
        Items::List(codes) => !codes.is_empty() && codes.iter().all(|code| known(code)),
    }
}

/// Authority goes to outlets that serve people.
pub(super) fn give_to(status: OutletStatus) -> Result<(), Refusal> {
    match status {
        OutletStatus::Open => Ok(()),
        OutletStatus::Closed => Err(Refusal::new(
            "outlet.closed",
            Text::new(
                "这个网点已停止服务，不能再获得授权。",
                "This outlet is closed and cannot be given authority.",
            ),
            Text::new(
                "请先让网点恢复服务，或者选择其他网点。",
                "Open the outlet again first, or choose another one.",
            ),
        )),
    }
}

/// What of a grant the items leave to a level of the network: an item says at which levels it is accepted, decided and
/// issued, and no grant reaches beyond that. Where the item leaves everything that is granted, the grant stays as it
/// is; else there is one for each stage that has items left. A stage that an item has at no level bars nothing.
pub(super) fn within_level(grant: authz::Grant, level: Tier, catalog: &Catalog) -> Vec<authz::Grant> {
    let left = |item: &Item, stage: Stage| {
        let act = match stage {
            Stage::Accept => Act::Accept,
            Stage::Decide => Act::Decide,
            Stage::Issue => Act::Issue,
        };
        item.allows(level, act) || !item.tiers.values().any(|acts| acts.contains(&act))
    };
    let named: Vec<&Item> = catalog.items().filter(|item| grant.items.name(&item.code)).collect();
    if grant.stages.iter().all(|stage| named.iter().all(|item| left(item, *stage))) {
        return vec![grant];
    }
    let for_stage = |stage: &Stage| {
        let items: Vec<String> =
            named.iter().filter(|item| left(item, *stage)).map(|item| item.code.clone()).collect();
        let some = !items.is_empty();
        some.then(|| authz::Grant { items: Items::list(items), stages: [*stage].into(), ..grant.clone() })
    };
    grant.stages.iter().filter_map(for_stage).collect()
}

/// A grant may be made smaller, never larger: more authority is a new grant, given as one.
pub(super) fn narrow(now: &GrantRow, to: &NarrowGrant) -> Result<GrantNarrowed, Refusal> {
    standing(now, &[Standing::Active, Standing::Suspended])?;
    let smaller = subset(&to.items, &now.items)
        && !to.stages.is_empty()
        && to.stages.is_subset(&now.stages)
        && within(&to.area, &now.area)
        && not_after(to.until, now.until)
        && not_above(to.daily_quota, now.daily_quota);
    let same = (&to.items, &to.stages, &to.area, to.until, to.daily_quota)
        == (&now.items, &now.stages, &now.area, now.until, now.daily_quota);
    if !smaller || same {
        return Err(Refusal::new(
            "outlet.grant_not_narrower",
            Text::new(
                "缩小授权时，事项、环节、地域、期限和每日数量都不能超出原来的授权，并且至少要缩小一项。",
                "A narrowed grant may not reach beyond the present one in items, stages, area, time or daily number, \
                 and must be smaller in at least one of them.",
            ),
            Text::new(
                "需要扩大授权，请新增一条授权；需要停止，请暂停或者撤回。",
                "To extend authority, give a new grant; to stop it, suspend or withdraw this one.",
            ),
        ));
    }
    Ok(GrantNarrowed {
        grant: now.id.clone(),
        items: to.items.clone(),
        stages: to.stages.clone(),
        area: to.area.clone(),
        until: to.until,
        daily_quota: to.daily_quota,
    })
}

fn subset(part: &Items, whole: &Items) -> bool {
    match (part, whole) {
        (_, Items::Any) => !matches!(part, Items::List(codes) if codes.is_empty()),
        (Items::Any, Items::List(_)) => false,
        (Items::List(part), Items::List(whole)) => !part.is_empty() && part.is_subset(whole),
    }
}

fn within(part: &Area, whole: &Area) -> bool {
    *whole == Area::country() || part.to_string().starts_with(&whole.to_string())
}

fn not_after(part: Option<Day>, whole: Option<Day>) -> bool {
    match (part, whole) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(part), Some(whole)) => part <= whole,
    }
}

fn not_above(part: Option<u32>, whole: Option<u32>) -> bool {
    match (part, whole) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(part), Some(whole)) => part <= whole,
    }
}

/// Refuses a step that the grant's standing does not allow.
pub(super) fn standing(now: &GrantRow, allowed: &[Standing]) -> Result<(), Refusal> {
    if allowed.contains(&now.standing) {
        return Ok(());
    }
    let (zh, en) = match now.standing {
        Standing::Active => ("正在执行", "running"),
        Standing::Suspended => ("已经暂停", "suspended"),
        Standing::Withdrawn => ("已经撤回", "withdrawn"),
    };
    Err(Refusal::new(
        "outlet.grant_standing",
        Text::new(
            format!("这条授权{zh}，不能这样办理。"),
            format!("This grant is {en}, so this cannot be done with it."),
        ),
        Text::new(
            "请刷新页面查看授权现在的状态；已撤回的授权不能恢复，可以新增一条。",
            "Load the page again to see how the grant stands. A withdrawn grant does not come back; give a new one.",
        ),
    ))
}

/// The numbers from `first` to `last`, both included: letters and digits of one length that differ only in the digits
/// at the end, at most [`RANGE_MAX`].
pub(super) fn numbers(first: &str, last: &str) -> Result<Vec<String>, FieldError> {
    let shaped = |text: &str| {
        (6..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    let range = || {
        let prefix = first.trim_end_matches(|c: char| c.is_ascii_digit());
        let (from, to) = (first.strip_prefix(prefix)?, last.strip_prefix(prefix)?);
        let digits = from.len();
        let (from, to): (u128, u128) = (from.parse().ok()?, to.parse().ok()?);
        let count = usize::try_from(to.checked_sub(from)?).ok()?.checked_add(1)?;
        let all = || (from..=to).map(|n| format!("{prefix}{n:0digits$}")).collect();
        (count <= RANGE_MAX).then(all)
    };
    let found = if shaped(first) && shaped(last) && first.len() == last.len() { range() } else { None };
    found.ok_or_else(|| {
        FieldError::new(
            "last",
            "请填写同一段证芯的起止编号：长度相同，只有末尾的数字不同，一次最多500张。",
            "Give the first and last number of one range: of the same length, different only in the digits at the \
             end, at most 500 blanks at a time.",
        )
    })
}

/// A blank leaves the stock it is in, and only from there.
pub(super) fn take(found: Option<&Blank>, outlet: &str, number: &str) -> Result<(), Refusal> {
    match found {
        Some(blank) if blank.outlet == outlet && blank.status == BlankStatus::InStock => Ok(()),
        Some(blank) if blank.outlet == outlet => {
            let state = blank.status.name();
            Err(not_in_stock(
                format!("编号{number}的证芯{}，不能再用。", state.zh),
                format!("The blank {number} has been {} and cannot be used again.", state.en),
            ))
        }
        // Whether another outlet has it is not said.
        _ => Err(not_in_stock(
            format!("本网点的库存里没有编号{number}的证芯。"),
            format!("Your outlet has no blank {number} in stock."),
        )),
    }
}

fn not_in_stock(zh: String, en: String) -> Refusal {
    Refusal::new(
        "outlet.blank_not_in_stock",
        Text::new(zh, en),
        Text::new(
            "请核对证芯上印的编号，换一张在库的证芯；编号无误的，请先登记入库。",
            "Check the number printed on the card and take one that is in stock; if the number is right, enter the \
             blanks you received first.",
        ),
    )
}

/// The stages as a set, for commands that take a list.
pub(super) fn stages(all: &[Stage]) -> BTreeSet<Stage> {
    all.iter().copied().collect()
}
