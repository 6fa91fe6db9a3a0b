//! When a vehicle is inspected, and when it must be scrapped.

use base::Text;
use law::{Inspected, InspectionAction, Law};

use super::{Asked, Calculated, Found, amount, told};
use crate::pages::view::{Cell, Row, Tone};

/// What was chosen of the list.
fn kind<'a>(asked: &mut Asked<'a>) -> &'a str {
    let kind = asked.text("vehicle");
    if kind.is_empty() {
        asked.no("vehicle", Text::new("请选择车辆种类", "Choose the kind of vehicle"));
    }
    kind
}

pub(super) fn inspection(law: &Law, asked: &mut Asked<'_>) -> Found {
    let vehicle = kind(asked);
    let registered = asked.past_day("registered");
    let manufactured = asked.maybe_day("manufactured");
    let typed_seats = !asked.text("seats").is_empty();
    let seats = asked.count("seats", 200, 0).filter(|_| typed_seats);
    let Some(registered) = registered.filter(|_| asked.wrong.is_empty()) else { return Ok(None) };
    let facts = Inspected {
        vehicle,
        registered,
        previous_all_done: !asked.flag("missed"),
        seats,
        injury_accident: asked.flag("injury_accident"),
        illegal_modification: asked.flag("illegal_modification"),
        manufactured,
    };
    let today = asked.today;
    let Some(answer) = asked.answer("vehicle", law.next_inspection(&facts, today))? else { return Ok(None) };
    let next = answer.value;
    let (tone, zh, en) = if next.due < today {
        (
            Tone::Err,
            "检验已经逾期，应在{day}前办理，请尽快办",
            "Inspection is overdue: it was due by {day}. Have it done now",
        )
    } else if next.open {
        (Tone::Warn, "现在就可以办，{day}前（含当日）办完", "You can have it done now, until {day}")
    } else {
        (Tone::Ok, "下次检验：{day}前（含当日）", "Next inspection: by {day}")
    };
    let how = match next.action {
        InspectionAction::MarkOnly => {
            Text::new("免上线检验，只申请检验标志", "Only the mark is applied for; the vehicle need not come")
        }
        InspectionAction::OnSite => Text::new("到检验机构上线检验", "The vehicle is inspected at a station"),
    };
    Ok(Some(Calculated {
        day: Some(next.due),
        rows: vec![
            Row::new("怎么办", "How", Cell::Words(how)),
            Row::new("从哪天起可以办", "From", Cell::Date(next.opens)),
            Row::new("最后一天", "Last day", Cell::Date(next.due)),
        ],
        ..told(tone, Text::new(zh, en), &answer)
    }))
}

pub(super) fn scrapping(law: &Law, asked: &mut Asked<'_>) -> Found {
    let vehicle = kind(asked);
    let registered = asked.past_day("registered");
    let manufactured = asked.maybe_day("manufactured");
    let Some(registered) = registered.filter(|_| asked.wrong.is_empty()) else { return Ok(None) };
    let today = asked.today;
    let limits = law.scrapping(vehicle, registered, manufactured, today);
    let Some(answer) = asked.answer("vehicle", limits)? else { return Ok(None) };
    let limits = answer.value;
    let (tone, zh, en) = match limits.scrap_on {
        None => (
            Tone::Ok,
            "没有使用年限的限制，检验不合格或者达到引导报废里程时报废",
            "No limit of years: it is scrapped when inspection fails, or at the mileage advised",
        ),
        Some(day) if day <= today => {
            (Tone::Err, "已经到了使用年限：{day}", "Its years of use were over on {day}")
        }
        Some(_) => (Tone::Info, "最迟{day}报废", "It must be scrapped by {day}"),
    };
    let mut rows = Vec::new();
    if let Some(years) = limits.years {
        rows.push(Row::new("使用年限", "Years of use", amount(years, "年", "years")));
    }
    if let Some(day) = limits.last_year_from {
        let (zh, en) = ("从这天起不能过户、改变用途、转出本市", "No change of owner, use or city from");
        rows.push(Row::new(zh, en, Cell::Date(day)));
    }
    let mileage = limits
        .mileage_km
        .map_or(Cell::Words(Text::new("没有规定", "None")), |km| amount(km, "公里", "km"));
    rows.push(Row::new("引导报废里程", "Mileage at which scrapping is advised", mileage));
    Ok(Some(Calculated { day: limits.scrap_on, rows, ..told(tone, Text::new(zh, en), &answer) }))
}
