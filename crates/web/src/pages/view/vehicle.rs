//! A person's vehicles: the plate as people read it, what the vehicle is, and until when its inspection holds.

use askama::Template;
use base::{Day, Text};

use super::Tag;
use super::part::Html;
use crate::frame::Frame;

/// A vehicle as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vehicle {
    /// The plate, with its dot.
    pub plate: String,
    /// 号牌种类.
    pub plate_kind: Text,
    /// 品牌.
    pub make: Text,
    /// 车辆类型.
    pub kind: Text,
    /// 使用性质.
    pub usage: Text,
    /// 注册登记日期.
    pub registered_on: Day,
    /// 检验有效期止.
    pub inspected_until: Day,
    /// Its state in a word.
    pub state: Tag,
}

/// A person's vehicles, one under the other.
#[derive(Debug, Template)]
#[template(path = "part/vehicles.html")]
struct List<'a> {
    frame: &'a Frame,
    vehicles: &'a [Vehicle],
}

/// The vehicles as a list.
pub fn list(frame: &Frame, vehicles: &[Vehicle]) -> Html {
    Html::of(&List { frame, vehicles })
}

#[cfg(test)]
pub(crate) fn samples() -> Vec<Vehicle> {
    use super::Tone;
    use super::sample::text;
    let day = |text: &str| Day::parse(text).unwrap();
    let car = Vehicle {
        plate: "示A·12345".to_owned(),
        plate_kind: text("小型汽车", "small vehicle"),
        make: text("示例牌", "Example"),
        kind: text("小型、微型载客汽车", "small passenger vehicle"),
        usage: text("非营运", "not for hire"),
        registered_on: day("2019-03-08"),
        inspected_until: day("2027-03-31"),
        state: Tag::new(Tone::Ok, "正常", "In order"),
    };
    let motorcycle = Vehicle {
        plate: "示A·C0001".to_owned(),
        plate_kind: text("普通摩托车", "motorcycle"),
        make: text(
            "一个名字特别长的摩托车制造企业的品牌",
            "A make of motorcycles with an uncommonly long name",
        ),
        kind: text("摩托车", "motorcycle"),
        inspected_until: day("2026-10-31"),
        state: Tag::new(Tone::Err, "检验已过期", "Inspection ended"),
        ..car.clone()
    };
    vec![motorcycle, car]
}
