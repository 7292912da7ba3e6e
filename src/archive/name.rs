//! stub
pub type Nfc = fn(&str) -> String;
/// c
pub fn comparable(name: &str, nfc: Nfc) -> String {
    nfc(&name.to_lowercase())
}
