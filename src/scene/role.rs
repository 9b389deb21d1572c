//! What a picture is in the whole, in words that fit any map, chart or page: for targets that keep objects apart,
//! give them names, or read them aloud. How it looks is the picture's.

/// Tells an object of the scene from all others, and is the same in every scene of the same things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

/// What a picture is in the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Lines and grounds that say nothing by themselves.
    #[default]
    Decoration,
    /// What the whole is called.
    Title,
    /// A band over several columns.
    ColumnGroup,
    /// The head of a column, which reaches to the left and right as far as the column does.
    Column(Key),
    /// The head of a row, which reaches up and down as far as the row does.
    Row(Key),
    /// A box with its text, in a column and a row.
    Item(Key),
    /// A line from one item to another.
    Link { key: Key, from: Key, to: Key },
    /// The words on a link.
    LinkLabel(Key),
    /// A free note on top of everything else.
    Note(Key),
    /// A drawing that is one thing: a chart, a curve.
    Figure,
}
