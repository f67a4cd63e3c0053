//! The marks that tell groups apart without colour: circle, square, triangle, diamond, cross.

use super::extent::Spot;
use std::fmt::Write as _;

/// One kind of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    Cross,
}

const SHAPES: [Shape; 5] = [Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond, Shape::Cross];

impl Shape {
    /// The mark of a group, by its place; after the fifth they start again, which is why groups have numbers too.
    pub(super) fn of(sign: usize) -> Self {
        SHAPES.get(sign % SHAPES.len()).copied().unwrap_or(Self::Circle)
    }

    /// Where a numeral inside the mark stands: the size of its type and how far its baseline is below the middle, in
    /// tenths of a unit, for a mark of this size.
    pub(super) const fn numeral(self, size: i32) -> (i32, i32) {
        let (percent, below) = match self {
            Self::Circle | Self::Square => (120, 43),
            // Lower and smaller, where a triangle is wide.
            Self::Triangle => (100, 57),
            Self::Diamond => (110, 39),
            Self::Cross => (100, 36),
        };
        (size * percent / 100, size * below / 100)
    }

    /// Adds the outline of a mark around `at` to a path; `size` is half its width, in tenths of a unit.
    pub(super) fn draw(self, path: &mut String, at: Spot, size: i32) {
        let Spot { x, y } = at;
        let [small, large] = [size * 9 / 10, size * 5 / 4];
        // Marks of one size look equally large: what has corners is narrower, what has points wider.
        let _ = match self {
            Self::Circle => {
                let (r, d) = (Length(size), Length(2 * size));
                write!(path, "M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z", Length(x - size), Length(y))
            }
            Self::Square => {
                let d = Length(2 * small);
                write!(path, "M{} {}h{d}v{d}h-{d}z", Length(x - small), Length(y - small))
            }
            Self::Triangle => {
                let (down, half) = (Length(size * 2), Length(large));
                write!(path, "M{} {}l{half} {down}h-{}z", Length(x), Length(y - large), Length(2 * large))
            }
            Self::Diamond => {
                let r = Length(large);
                write!(path, "M{} {}l{r} {r}l-{r} {r}l-{r} -{r}z", Length(x), Length(y - large))
            }
            Self::Cross => {
                let (arm, out) = (size * 11 / 20, large - size * 11 / 20);
                let (a, o) = (Length(2 * arm), Length(out));
                let (x, y) = (Length(x - arm), Length(y - large));
                write!(path, "M{x} {y}h{a}v{o}h{o}v{a}h-{o}v{o}h-{a}v-{o}h-{o}v-{a}h{o}z")
            }
        };
    }
}

/// Tenths of a unit as they stand in a path, signed.
pub(super) struct Length(pub(super) i32);

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let tenths = self.0.unsigned_abs();
        match tenths % 10 {
            0 => write!(f, "{sign}{}", tenths / 10),
            tenth => write!(f, "{sign}{}.{tenth}", tenths / 10),
        }
    }
}
