//! Finding an outlet, with and without a map.

use base::{Region, Text};

use crate::city_map::{CityMap, CountyShape};
use crate::pages::desk::tests::browser::Browser;
use crate::testing::Bench;

testkit::both! {
    outlets_are_found_by_county_without_a_map: |db| {
        let bench = Bench::new(db);
        let mut anyone = Browser::new(&bench);
        let page = anyone.get("/outlets").is(200);
        page.says(&["服务网点", "示例市车辆管理所", "全部业务", "按区县找", "1个", "/outlets?county="]);
        page.hides(&["<svg class=\"map\""]);
        let (_, rest) = page.text().split_once("/outlets?county=").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let county = rest.get(..6).unwrap().to_owned();
        let page = anyone.get(&format!("/outlets?county={county}")).is(200);
        page.says(&["的网点", "示例市车辆管理所", "aria-current=\"true\"", "看全部区县"]);
        // What is no county, or has no outlet, shows the office's own houses.
        for wrong in ["999999", "x", "%F0%9F%9A%97", "9999010000"] {
            anyone.get(&format!("/outlets?county={wrong}")).is(200).says(&["服务网点", "示例市车辆管理所"]);
        }
        anyone.get("/help").is(200).says(&["href=\"/outlets\""]);
    };
}

#[test]
fn a_map_leads_to_the_counties_and_names_who_drew_it() {
    let county = |code: &str, zh: &str| CountyShape {
        region: Region::parse(code).unwrap(),
        name: Text::new(zh, "Somewhere"),
        outline: vec![(0, 0), (10, 0), (10, 10)],
        label: (5, 5),
    };
    let map = CityMap {
        size: (100, 80),
        counties: vec![county("999900", "画县"), county("999911", "空县")],
        water: vec![vec![(1, 1), (2, 2)]],
        outlets: [("SL01".to_owned(), (7, 8))].into(),
        source: Text::new("审图号：示例", "Approval: example"),
    };
    let drawn = super::super::outlets::picture(&map, &[(Region::parse("999911").unwrap(), 3)].into(), None);
    assert_eq!(drawn.counties.iter().map(|c| c.count).collect::<Vec<_>>(), [0, 3]);
    assert_eq!(drawn.counties.first().unwrap().outline, "M0 0L10 0L10 10Z");
    assert_eq!((drawn.water, drawn.pins), (vec!["M1 1L2 2".to_owned()], vec![(7, 8)]));
    assert_eq!(drawn.source.zh, "审图号：示例");
}
