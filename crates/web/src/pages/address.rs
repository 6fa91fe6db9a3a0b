//! A parcel's address as it is shown: whole to the person whose case it is, and to whoever acts for them without the
//! recipient's name and telephone number, of which only the ends are left to tell whether it is the right one.

use service::case::CaseFile;

use super::acting;
use super::view::{Cell, Masked};
use crate::{App, Fault, Visitor, outside};

/// Where the case's parcel goes; none where the result is picked up, and after the person's erasure.
pub(super) async fn address_of(app: &App, visitor: &Visitor, case: &CaseFile) -> Result<Option<Cell>, Fault> {
    let Some(address) = outside::delivery_address(app, case).await? else { return Ok(None) };
    if acting::is_own(visitor, case) {
        return Ok(Some(Cell::Data(address)));
    }
    let name = outside::known(app, &case.applicant).await?.values.name;
    Ok(Some(Cell::Masked(Masked::new(masked(&address, &name)))))
}

/// The address without names and numbers: the recipient stands in brackets, as the form writes it; what was typed
/// otherwise loses the applicant's name and everything that is as long as a telephone number.
fn masked(address: &str, name: &str) -> String {
    let (place, recipient) = match address.find(['（', '(']).and_then(|at| address.split_at_checked(at)) {
        Some((place, recipient)) => (place, recipient),
        None => (address, ""),
    };
    let place = if name.is_empty() { place.to_owned() } else { place.replace(name, &head(name)) };
    format!("{}{}", numbers(&place), numbers(&named(recipient)))
}

/// The first character of a name, and stars.
fn head(name: &str) -> String {
    name.chars().enumerate().map(|(i, c)| if i == 0 { c } else { '*' }).collect()
}

/// The recipient in their brackets: of the name only the first character is left.
fn named(recipient: &str) -> String {
    let (mut shown, mut of_name) = (String::new(), 0);
    let mut in_name = true;
    for c in recipient.chars() {
        in_name = in_name && (of_name == 0 || !c.is_whitespace());
        if !in_name || "（()）".contains(c) {
            shown.push(c);
            continue;
        }
        shown.push(if of_name == 0 { c } else { '*' });
        of_name += 1;
    }
    shown
}

/// Runs of digits as long as a telephone number, with their first three and last four left.
fn numbers(text: &str) -> String {
    let mut shown = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let count = digits.chars().count();
        let star = |i: usize| count >= 7 && i >= 3 && i + 4 < count;
        shown.extend(digits.drain(..).enumerate().map(|(i, d)| if star(i) { '*' } else { d }));
        if c != '\n' {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn names_and_numbers_are_masked_and_the_place_stays() {
        let shown = |address| masked(address, "林示例");
        assert_eq!(
            shown("示例市示例路1号2栋（周样例 13900000009收）"),
            "示例市示例路1号2栋（周** 139****0009收）"
        );
        assert_eq!(shown("示例路1号(林示例收)"), "示例路1号(林***)");
        assert_eq!(shown("示例路1号 林示例收 13900000009"), "示例路1号 林**收 139****0009");
        assert_eq!(shown("示例路1024号"), "示例路1024号");
        assert_eq!(masked("示例路1号", ""), "示例路1号");
    }
}
