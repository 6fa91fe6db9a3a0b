//! The drawn map of the area that an office serves: shapes of its counties and where its outlets stand. No boundary
//! comes with the program; a demonstration draws a city of its own.

use std::collections::BTreeMap;

use base::{Region, Text};

/// A place on the map: to the right and downwards, in the map's own units.
pub type Point = (i32, i32);

/// A county as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountyShape {
    /// Its code.
    pub region: Region,
    /// Its short name.
    pub name: Text,
    /// Its outline, closed by its first point.
    pub outline: Vec<Point>,
    /// The middle of its name.
    pub label: Point,
}

/// A drawn map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CityMap {
    /// Width and height.
    pub size: Point,
    /// Its counties.
    pub counties: Vec<CountyShape>,
    /// Rivers, as lines.
    pub water: Vec<Vec<Point>>,
    /// Where outlets stand, by their short code.
    pub outlets: BTreeMap<String, Point>,
    /// Who drew it, or its approval number (审图号).
    pub source: Text,
}

impl CityMap {
    /// The county with this code.
    pub fn county(&self, region: Region) -> Option<&CountyShape> {
        self.counties.iter().find(|county| county.region == region)
    }
}

/// A line as SVG writes it, from point to point.
pub(crate) fn path(points: &[Point], closed: bool) -> String {
    let mut text = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let verb = if at == 0 { 'M' } else { 'L' };
        text.push_str(&format!("{verb}{x} {y}"));
    }
    if closed {
        text.push('Z');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_point_by_point() {
        assert_eq!(path(&[(1, 2), (3, -4)], false), "M1 2L3 -4");
        assert_eq!(path(&[(1, 2), (3, 4), (5, 6)], true), "M1 2L3 4L5 6Z");
        assert_eq!(path(&[], false), "");
    }
}
