//! A surface to draw flat shapes on, kept at twice the size so that edges come out smooth.
//!
//! Shapes are laid down in runs along a row, so that drawing is quick in an unoptimised build too.

/// Red, green, blue.
pub type Colour = [u8; 3];

/// Coordinates are in pixels of the finished picture.
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
    /// Whether what is drawn has a roof over it.
    pub indoors: bool,
}

const FINE: usize = 2;
const FINE_F: f32 = FINE as f32;

/// The fine row or column that a coordinate falls on, within `0..=end`.
fn fine(value: f32, end: usize) -> usize {
    (value * FINE_F).round().clamp(0.0, end as f32) as usize
}

/// The middle of a fine row or column.
fn middle(fine: usize) -> f32 {
    (fine as f32 + 0.5) / FINE_F
}

impl Canvas {
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize * FINE, height as usize * FINE);
        Self { width, height, pixels: vec![[255; 3]; width * height], indoors: false }
    }

    /// One run of a fine row.
    fn run(&mut self, row: usize, from: f32, to: f32, colour: Colour) {
        let (from, to) = (fine(from, self.width), fine(to, self.width));
        if from < to {
            self.pixels[row * self.width + from..row * self.width + to].fill(colour);
        }
    }

    fn rows(&self, from: f32, to: f32) -> std::ops::Range<usize> {
        fine(from, self.height)..fine(to, self.height)
    }

    pub fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, colour: Colour) {
        for row in self.rows(y, y + h) {
            self.run(row, x, x + w, colour);
        }
    }

    pub fn ellipse(&mut self, x: f32, y: f32, rx: f32, ry: f32, colour: Colour) {
        for row in self.rows(y - ry, y + ry) {
            let share = (middle(row) - y) / ry;
            let half = rx * (1.0 - share * share).max(0.0).sqrt();
            self.run(row, x - half, x + half, colour);
        }
    }

    /// Points in order around the shape, convex or not.
    pub fn polygon(&mut self, points: &[(f32, f32)], colour: Colour) {
        let low = points.iter().fold(f32::MAX, |low, point| low.min(point.1));
        let high = points.iter().fold(f32::MIN, |high, point| high.max(point.1));
        for row in self.rows(low, high) {
            let y = middle(row);
            let mut crossings: Vec<f32> = Vec::new();
            for (at, one) in points.iter().enumerate() {
                let other = points[(at + 1) % points.len()];
                if (one.1 > y) != (other.1 > y) {
                    crossings.push((other.0 - one.0) * (y - one.1) / (other.1 - one.1) + one.0);
                }
            }
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                self.run(row, pair[0], pair[1], colour);
            }
        }
    }

    /// Everything under a line.
    pub fn below(&mut self, colour: Colour, line: impl Fn(f32) -> f32) {
        self.band(colour, f32::MAX / 4.0, line);
    }

    /// A stroke along a line.
    pub fn band(&mut self, colour: Colour, thick: f32, line: impl Fn(f32) -> f32) {
        let end = self.height;
        let spans: Vec<(usize, usize)> = (0..self.width)
            .map(|column| {
                let top = line(middle(column));
                (fine(top, end), fine(top + thick, end))
            })
            .collect();
        let first = spans.iter().map(|span| span.0).min().unwrap_or(0);
        let last = spans.iter().map(|span| span.1).max().unwrap_or(0);
        let (full_from, full_to) =
            spans.iter().fold((0, end), |(from, to), span| (usize::max(from, span.0), usize::min(to, span.1)));
        for row in first..last {
            let pixels = &mut self.pixels[row * self.width..(row + 1) * self.width];
            if (full_from..full_to).contains(&row) {
                pixels.fill(colour);
                continue;
            }
            for (pixel, span) in pixels.iter_mut().zip(&spans) {
                if span.0 <= row && row < span.1 {
                    *pixel = colour;
                }
            }
        }
    }

    /// A piece of a ring to the right of its centre, or to the left for a negative radius.
    pub fn arc(&mut self, x: f32, y: f32, radius: f32, thick: f32, spread: f32, colour: Colour) {
        let (inner, outer, side) = (radius.abs(), radius.abs() + thick, radius.signum());
        let reach = outer * spread.sin();
        for row in self.rows(y - reach, y + reach) {
            let dy = middle(row) - y;
            let (near, far) = ((inner * inner - dy * dy).max(0.0).sqrt(), (outer * outer - dy * dy).max(0.0).sqrt());
            let (one, other) = (x + side * near, x + side * far);
            self.run(row, one.min(other), one.max(other), colour);
        }
    }

    /// From one colour above to another below, over the whole width.
    pub fn gradient(&mut self, from: f32, to: f32, high: Colour, low: Colour) {
        let width = (self.width / FINE) as f32;
        self.gradient_in(0.0, from, width, to - from, high, low);
    }

    /// The same within a box.
    pub fn gradient_in(&mut self, x: f32, y: f32, w: f32, h: f32, high: Colour, low: Colour) {
        for row in self.rows(y, y + h) {
            let share = ((middle(row) - y) / h).clamp(0.0, 1.0);
            let mix = |at: usize| (f32::from(high[at]) * (1.0 - share) + f32::from(low[at]) * share) as u8;
            self.run(row, x, x + w, [mix(0), mix(1), mix(2)]);
        }
    }

    /// The finished picture, row by row, three bytes a pixel.
    pub fn halved(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.pixels.len() / (FINE * FINE) * 3);
        for rows in self.pixels.chunks_exact(self.width * FINE) {
            let (upper, lower) = rows.split_at(self.width);
            for (above, below) in upper.chunks_exact(FINE).zip(lower.chunks_exact(FINE)) {
                // Most places are of one colour.
                if above[0] == above[1] && above == below {
                    out.extend(above[0]);
                    continue;
                }
                let near = [above[0], above[1], below[0], below[1]];
                for channel in 0..3 {
                    let sum: u16 = near.iter().map(|pixel| u16::from(pixel[channel])).sum();
                    out.push((sum / 4) as u8);
                }
            }
        }
        out
    }
}
