//! What is aimed at and how it goes: the list of KPIs, and their bullet charts. Their forms are the inspector's.

mod adding;
pub mod bullet_ui;
mod kpi_rows;
mod kpis_ui;

pub use kpis_ui::kpis_ui;

#[cfg(test)]
mod tests;
