//! The city's own map: two districts on a river and nine counties around them, drawn for the demonstration. It shows no
//! real boundary.

use std::collections::{BTreeMap, HashMap};

use base::{Region, Text};
use web::{CityMap, CountyShape, Point};

use super::places::PLACES;

/// Width and height.
const SIZE: Point = (640, 520);

/// Where borders meet: nine corners around the districts, nine on the outer border, clockwise from the east.
const CORNERS: [Point; 18] = [
    (432, 262),
    (402, 330),
    (338, 358),
    (262, 346),
    (214, 300),
    (208, 232),
    (258, 180),
    (332, 168),
    (402, 196),
    (622, 280),
    (556, 436),
    (384, 506),
    (204, 494),
    (54, 392),
    (22, 218),
    (124, 66),
    (334, 18),
    (534, 84),
];

/// A county: code, short name, the middle of its name, and its corners, clockwise.
type Drawn = (&'static str, (&'static str, &'static str), Point, &'static [usize]);

const COUNTIES: [Drawn; 11] = [
    ("999901", ("城东区", "Chengdong"), (384, 230), &[7, 8, 0, 1, 2]),
    ("999902", ("城西区", "Chengxi"), (266, 272), &[2, 3, 4, 5, 6, 7]),
    ("999903", ("示例县", "Shili"), (506, 340), &[0, 9, 10, 1]),
    ("999904", ("青石县", "Qingshi"), (428, 424), &[1, 10, 11, 2]),
    ("999905", ("云岭县", "Yunling"), (298, 432), &[2, 11, 12, 3]),
    ("999906", ("白鹭县", "Bailu"), (168, 402), &[3, 12, 13, 4]),
    ("999907", ("松坪县", "Songping"), (118, 292), &[4, 13, 14, 5]),
    ("999908", ("临溪县", "Linxi"), (140, 172), &[5, 14, 15, 6]),
    ("999909", ("明河县", "Minghe"), (254, 104), &[6, 15, 16, 7]),
    ("999910", ("竹林县", "Zhulin"), (410, 108), &[7, 16, 17, 8]),
    ("999911", ("南屏县", "Nanping"), (510, 200), &[8, 17, 9, 0]),
];

/// Where the river comes in and goes out; between them it parts the two districts.
const SPRING: Point = (262, 36);
const MOUTH: Point = (306, 502);

/// Where the outlets of a county stand, counted from the middle of its name.
const AROUND: [Point; 16] = [
    (0, 24),
    (-24, 22),
    (24, 22),
    (-12, 38),
    (12, 38),
    (-36, 36),
    (36, 36),
    (0, 52),
    (-24, 52),
    (24, 52),
    (0, -36),
    (-22, -32),
    (22, -32),
    (-44, -28),
    (44, -28),
    (0, -50),
];

/// The map of the demonstration city.
pub fn city_map() -> CityMap {
    let counties = COUNTIES.iter().filter_map(|(code, name, label, corners)| {
        Some(CountyShape {
            region: Region::parse(code).ok()?,
            name: Text::new(name.0, name.1),
            outline: outline(corners),
            label: *label,
        })
    });
    CityMap {
        size: SIZE,
        counties: counties.collect(),
        water: vec![river()],
        outlets: pins(),
        source: Text::new(
            "演示城市示意图，不是真实边界。",
            "A drawing of the demonstration city, not real boundaries.",
        ),
    }
}

/// Along the borders between its corners.
fn outline(corners: &[usize]) -> Vec<Point> {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).flat_map(|(from, to)| border(*from, *to)).collect()
}

/// The border between two corners, the same from either side; its last point is the next border's first.
fn border(from: usize, to: usize) -> Vec<Point> {
    let (low, high) = (from.min(to), from.max(to));
    let (Some(start), Some(end)) = (CORNERS.get(low), CORNERS.get(high)) else { return Vec::new() };
    let mut line = wander(*start, *end, low * 32 + high);
    line.push(*end);
    if from > to {
        line.reverse();
    }
    line.pop();
    line
}

fn river() -> Vec<Point> {
    let mut line = wander(SPRING, (332, 168), 900);
    let mut border = border(2, 7);
    border.push((332, 168));
    border.reverse();
    line.extend(border);
    line.extend(wander((338, 358), MOUTH, 901));
    line.push(MOUTH);
    line
}

/// From one point to before another, as a border goes: each half turns a little aside.
fn wander(from: Point, to: Point, seed: usize) -> Vec<Point> {
    let mut line = vec![from, to];
    let mut chance = u32::try_from(seed).unwrap_or(1).wrapping_mul(2_654_435_761) | 1;
    for _ in 0..4 {
        let mut finer = Vec::with_capacity(line.len() * 2);
        for (a, b) in line.iter().zip(line.iter().skip(1)) {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let aside = i32::try_from((chance >> 16) % 301).unwrap_or(150) - 150;
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let middle = (a.0.midpoint(b.0) + dy * aside / 1000, a.1.midpoint(b.1) - dx * aside / 1000);
            finer.extend([*a, middle]);
        }
        finer.push(to);
        line = finer;
    }
    line.pop();
    line
}

fn pins() -> BTreeMap<String, Point> {
    let mut taken: HashMap<&str, usize> = HashMap::new();
    let mut pins = BTreeMap::new();
    for place in &PLACES {
        let at = taken.entry(place.region).or_default();
        let county = COUNTIES.iter().find(|(code, ..)| *code == place.region);
        if let (Some((_, _, label, _)), Some((x, y))) = (county, AROUND.get(*at)) {
            pins.insert(place.code.to_owned(), (label.0 + x, label.1 + y));
        }
        *at += 1;
    }
    pins
}

#[cfg(test)]
mod tests {
    use super::super::places::DISTRICTS;
    use super::*;

    #[test]
    fn every_county_is_drawn_and_neighbours_share_their_border() {
        let map = city_map();
        let codes: Vec<String> = map.counties.iter().map(|county| county.region.to_string()).collect();
        assert_eq!(codes, DISTRICTS.map(|(code, _)| code.to_owned()));
        for (county, (_, name)) in map.counties.iter().zip(DISTRICTS) {
            assert!(name.ends_with(county.name.zh.as_str()), "{name}");
            let inside = |(x, y): &Point| (0..=SIZE.0).contains(x) && (0..=SIZE.1).contains(y);
            assert!(county.outline.iter().all(inside), "{name}");
            assert!(county.outline.len() > 60, "{name}");
        }
        let mut there = border(0, 9);
        let mut back = border(9, 0);
        there.push(CORNERS[9]);
        back.push(CORNERS[0]);
        back.reverse();
        assert_eq!(there, back);
    }

    #[test]
    fn outlets_stand_on_the_map() {
        let map = city_map();
        assert!(map.outlets.len() > 60, "{}", map.outlets.len());
        assert!(map.outlets.values().all(|(x, y)| (0..=SIZE.0).contains(x) && (0..=SIZE.1).contains(y)));
    }
}
