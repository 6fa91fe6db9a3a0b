//! The forms of serials in their order (GA 36-2018).

use super::{day, law, rests_on};

fn order(serial: &str) -> Option<usize> {
    let answer = law().serial_form(serial, day("2026-11-21")).unwrap();
    assert!(rests_on(&answer, "GA 36-2018"));
    answer.value.map(|form| form.order)
}

#[test]
fn a_serial_has_the_form_of_its_letters() {
    let rows = ["12345", "A2345", "AB345", "1B345", "12C45", "123D5", "1234E", "A234E", "123DE", "A2C45"];
    for (place, serial) in (1..).zip(rows) {
        assert_eq!(order(serial), Some(place), "{serial}");
    }
    assert_eq!(order("ａｂ３ ４５"), Some(3), "as people type it");
    for none in ["ABC45", "1BC45", "I2345", "1234", "123456", "", "12O45", "京2345"] {
        assert_eq!(order(none), None, "{none}");
    }
}

#[test]
fn the_next_form_is_opened_when_more_than_sixty_in_a_hundred_are_used() {
    let next = |order, used| law().next_serial_form(order, used, day("2026-11-21")).unwrap().value;
    assert_eq!(next(1, 60), None);
    assert_eq!(next(1, 61).map(|form| (form.order, form.letters)), Some((2, vec![1])));
    assert_eq!(next(9, 100).map(|form| form.letters), Some(vec![1, 3]));
    assert_eq!(next(10, 100), None, "what follows the tenth is not known");
    for none in [0, 11] {
        assert!(law().next_serial_form(none, 100, day("2026-11-21")).is_err());
    }
}
