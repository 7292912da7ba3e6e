//! The press's normaliser, over the same names as the browser's.

use offprint::archive::name::comparable;
use offprint::press::compose::nfc;

#[path = "../shared/names.rs"]
mod shared;

#[test]
fn names_compare_in_the_press_as_they_do_in_the_browser() {
    for (name, form) in shared::NAMES {
        assert_eq!(comparable(name, nfc), *form, "{name}");
    }
}
