//! Pages as everybody meets them: every door at once, and what is sent wrongly.

mod doors;
mod inputs;
