//! Elements by number.

use std::sync::Arc;

use leptos::prelude::*;

type Numbers = Box<dyn Fn() -> Vec<i32> + Send + Sync>;
type Child = Arc<dyn Fn(i32) -> AnyView + Send + Sync>;

/// One child for each of some numbers, which differ. A child stays for as long as its number does, and is a new one when the
/// number comes again. (Each kind of `For` is 4 kB: this is the only one.)
pub fn numbered(numbers: impl Fn() -> Vec<i32> + Send + Sync + 'static, child: impl Fn(i32) -> AnyView + Send + Sync + 'static) -> AnyView {
    erased(Box::new(numbers), Arc::new(child))
}

fn erased(numbers: Numbers, child: Child) -> AnyView {
    view! { <For each=numbers key=|number| *number children=move |number| child(number)/> }.into_any()
}
