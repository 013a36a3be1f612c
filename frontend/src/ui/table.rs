//! The dense table of desks: sticky head, sortable columns, numbers aligned, rows that open.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its key, given to `on_sort`.
    pub key: &'static str,
    /// Its heading.
    pub label: String,
    /// Holds numbers: aligned right, figures of equal width.
    pub numeric: bool,
    /// Its heading is a button.
    pub sortable: bool,
}

impl Column {
    /// A column of text.
    pub fn text(key: &'static str, label: impl Into<String>) -> Self {
        Self { key, label: label.into(), numeric: false, sortable: false }
    }

    /// A column of numbers.
    pub fn number(key: &'static str, label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(key, label) }
    }

    /// The same with a heading that sorts.
    #[must_use]
    pub fn sortable(self) -> Self {
        Self { sortable: true, ..self }
    }
}

/// What a cell shows.
#[derive(Clone)]
pub enum Cell {
    /// Text, or a number already formatted.
    Text(String),
    /// Text that opens something.
    Link {
        /// What it says.
        text: String,
        /// Where it leads.
        href: String,
    },
    /// Anything else: a badge, a meter.
    View(ViewFn),
}

impl Cell {
    /// Text or a formatted number.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link { text: text.into(), href: href.into() }
    }

    /// Anything else.
    pub fn view(view: impl Into<ViewFn>) -> Self {
        Self::View(view.into())
    }
}

/// A row. Its first cell names it.
#[derive(Clone)]
pub struct TableRow {
    /// Stable key.
    pub key: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// Depth in a tree of units, 0 to 3: indents the first cell.
    pub depth: u8,
    /// A total: bold, on a rule.
    pub total: bool,
}

impl TableRow {
    /// A plain row.
    pub fn new(key: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { key: key.into(), cells, depth: 0, total: false }
    }

    /// The same as a total.
    #[must_use]
    pub fn total(self) -> Self {
        Self { total: true, ..self }
    }

    /// The same, indented.
    #[must_use]
    pub fn depth(self, depth: u8) -> Self {
        Self { depth, ..self }
    }
}

/// By which column rows are ordered. The page orders them; the table only shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's key.
    pub key: &'static str,
    /// Largest first.
    pub descending: bool,
}

/// A dense table in a region that scrolls by itself, head and first column in view.
#[component]
pub fn DataTable(
    /// What the table shows: its caption.
    #[prop(into)]
    caption: Signal<String>,
    /// The columns.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// The rows, already ordered.
    #[prop(into)]
    rows: Signal<Vec<TableRow>>,
    /// How they are ordered.
    #[prop(into, optional)]
    sort: Signal<Option<Sort>>,
    /// A heading was pressed: the order now wished.
    #[prop(into, optional)]
    on_sort: Option<Callback<Sort>>,
    /// Shown instead of rows when there are none.
    #[prop(into, optional)]
    empty: Signal<String>,
) -> impl IntoView {
    let head = move || columns.get().into_iter().map(|column| head_cell(column, sort, on_sort)).collect_view();
    let body = move || {
        let columns = columns.get();
        rows.get().into_iter().map(|row| body_row(row, &columns)).collect_view()
    };
    view! {
        <div class="table-region" role="region" tabindex="0" aria-label=move || caption.get()>
            <table class="table">
                <caption class="table-caption">{move || caption.get()}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>
                    {body}
                    {move || (rows.read().is_empty() && !empty.read().is_empty()).then(|| view! {
                        <tr><td class="table-empty" colspan=columns.read().len().to_string()>{empty.get()}</td></tr>
                    })}
                </tbody>
            </table>
        </div>
    }
}

fn head_cell(column: Column, sort: Signal<Option<Sort>>, on_sort: Option<Callback<Sort>>) -> impl IntoView {
    let key = column.key;
    let order = move || sort.get().filter(|sort| sort.key == key).map(|sort| sort.descending);
    let glyph = Signal::derive(move || match order() {
        Some(true) => Glyph::Down,
        Some(false) => Glyph::Up,
        None => Glyph::Sort,
    });
    let label = match on_sort.filter(|_| column.sortable) {
        Some(on_sort) => view! {
            <button
                type="button"
                class="table-sort"
                on:click=move |_| on_sort.run(Sort { key, descending: order() == Some(false) })
            >
                {column.label}
                <Icon glyph=glyph/>
            </button>
        }
        .into_any(),
        None => view! { {column.label} }.into_any(),
    };
    view! {
        <th
            scope="col"
            class:table-number=column.numeric
            aria-sort=move || order().map(|descending| if descending { "descending" } else { "ascending" })
        >
            {label}
        </th>
    }
}

fn body_row(row: TableRow, columns: &[Column]) -> impl IntoView + use<> {
    let depth = format!("table-depth-{}", row.depth.min(3));
    let cells = row
        .cells
        .into_iter()
        .enumerate()
        .map(|(at, cell)| {
            let numeric = columns.get(at).is_some_and(|column| column.numeric);
            if at == 0 {
                view! { <th scope="row" class=depth.clone()>{cell_view(cell)}</th> }.into_any()
            } else {
                view! { <td class:table-number=numeric>{cell_view(cell)}</td> }.into_any()
            }
        })
        .collect_view();
    view! { <tr class:table-total=row.total>{cells}</tr> }
}

fn cell_view(cell: Cell) -> AnyView {
    match cell {
        Cell::Text(text) => text.into_any(),
        Cell::Link { text, href } => view! { <a href=href>{text}</a> }.into_any(),
        Cell::View(view) => view.run(),
    }
}
