//! The outlets, to find one: by county, on the map or in the list, which says everything that the map says.

use askama::Template;
use base::Text;

use super::Page;
use crate::city_map::Point;
use crate::frame::Frame;

/// A county in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountyLine {
    /// Its name.
    pub name: Text,
    /// How many outlets it has.
    pub count: usize,
    /// Where its outlets are listed.
    pub href: String,
    /// Whether it is the one shown.
    pub chosen: bool,
}

/// A county on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapCounty {
    /// Its short name.
    pub name: Text,
    /// How many outlets it has.
    pub count: usize,
    /// Where its outlets are listed.
    pub href: String,
    /// Its outline as SVG writes it.
    pub outline: String,
    /// The middle of its name.
    pub label: Point,
    /// Whether it is the one shown.
    pub chosen: bool,
}

/// The map, ready to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapPicture {
    /// Width and height.
    pub size: Point,
    /// The counties.
    pub counties: Vec<MapCounty>,
    /// Rivers as SVG writes them.
    pub water: Vec<String>,
    /// Where outlets stand.
    pub pins: Vec<Point>,
    /// Who drew it, or its approval number.
    pub source: Text,
}

/// An outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletPlace {
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: Text,
    /// Where it is.
    pub address: Text,
    /// Its hours in words; none where the office has not said them.
    pub hours: Option<Text>,
    /// Whether everything is done there, or what was delegated to it.
    pub whole: bool,
}

/// The outlets.
#[derive(Debug, Template)]
#[template(path = "citizen/outlets.html")]
pub struct OutletFinder {
    /// The frame.
    pub frame: Frame,
    /// The map; none where the office has none.
    pub map: Option<MapPicture>,
    /// The counties that have outlets.
    pub counties: Vec<CountyLine>,
    /// The county whose outlets are listed; none for the office's own houses everywhere.
    pub chosen: Option<Text>,
    /// The outlets listed.
    pub outlets: Vec<OutletPlace>,
}

impl Page for OutletFinder {
    fn title(&self) -> Text {
        match &self.chosen {
            Some(county) => Text::new(format!("{}的网点", county.zh), format!("Outlets in {}", county.en)),
            None => Text::new("服务网点", "Where to find us"),
        }
    }
}

#[cfg(test)]
impl OutletFinder {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::text;
        let place = |name, kind, whole| OutletPlace {
            name,
            kind,
            address: text("示例市城东区演示大道1号", "1 Yanshi Avenue, Chengdong District"),
            hours: Some(text(
                "工作日办公，具体时间请打电话询问",
                "Working days; call us for the exact hours",
            )),
            whole,
        };
        let outlets = vec![
            place(text("示例市车辆管理所", "Main office"), text("车辆管理所", "Vehicle office"), true),
            place(text("桃源派出所服务点", "Taoyuan station"), text("派出所", "Police station"), false),
        ];
        let county = |name: Text, label, outline: &str, chosen| MapCounty {
            name,
            count: 6,
            href: "/outlets?county=999901".to_owned(),
            outline: outline.to_owned(),
            label,
            chosen,
        };
        let map = MapPicture {
            size: (640, 520),
            counties: vec![
                county(text("城东区", "Chengdong"), (170, 260), "M20 20L320 20L320 500L20 500Z", true),
                county(text("城西区", "Chengxi"), (470, 260), "M320 20L620 20L620 500L320 500Z", false),
            ],
            water: vec!["M320 20L320 500".to_owned()],
            pins: vec![(170, 290), (470, 290)],
            source: text("示意图，不是真实边界", "A drawing, not real boundaries"),
        };
        let line =
            |name, chosen| CountyLine { name, count: 6, href: "/outlets?county=999901".to_owned(), chosen };
        let counties = vec![line(text("城东区", "Chengdong"), true), line(text("城西区", "Chengxi"), false)];
        let page = |map, counties, chosen, outlets| Self {
            frame: crate::frame::sample::anyone("/outlets"),
            map,
            counties,
            chosen,
            outlets,
        };
        vec![
            ("map", page(Some(map), counties.clone(), Some(text("城东区", "Chengdong")), outlets.clone())),
            ("list alone", page(None, counties, None, outlets)),
            ("none", page(None, Vec::new(), None, Vec::new())),
        ]
    }
}
