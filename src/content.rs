//! The HTML door: what a collected body becomes before a person may see it.
//!
//! Two steps, in this order. [`repair`] mends what real bodies have wrong, token by token and in linear time, while the hints that
//! say so (styles, lazy-loading attributes) still stand. [`sanitise`] then keeps what the [`allow_list`] names and nothing else.
//! Only the worker calls it; the reader gets [`SafeHtml`], whose one constructor takes the worker's reply.
//! [`extract`] and [`reading_time`] look at the same repaired tokens for the press.

pub mod allow_list;
mod blocks;
mod decimal;
pub mod elements;
pub mod extract;
mod links;
mod nesting;
pub mod players;
pub mod protocol;
pub mod reading_time;
pub mod removed;
pub mod repair;
mod safe_html;
pub mod sanitise;
mod srcset;
pub mod tokens;

pub use safe_html::SafeHtml;
