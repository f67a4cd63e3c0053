//! What stands on top of the marks: the groups' numbers and the reader's ring, out of each other's way.

use super::extent::{self, Spot};
use super::marks::{Length, Shape};
use super::{Drawn, MapChart, MapGroup, Placed, numbered_mark, path_of, tenths};
use crate::palette::{INK, PAPER};
use crate::sheet::Frame;
use crate::svg::{Escaped, Svg, element_id};

/// Where no more people than this are drawn, numbers get out of their way.
const FEW: usize = 150;
/// Half the width of a mark with its number, in units.
const BADGE: i32 = 18;
/// Least between the middles of two numbers, in tenths of a unit; on a phone they are drawn larger.
const BADGES_APART: i32 = 540;

impl MapChart {
    /// Where numbers stand: at the middles, or near to them where people are few; moved apart where they would cover
    /// each other.
    pub(super) fn badges(&self, drawn: &Drawn) -> Vec<(&MapGroup, Spot)> {
        let (extent, people) = (&drawn.extent, drawn.people.as_slice());
        let mut badges: Vec<(&MapGroup, Spot)> = self
            .groups
            .iter()
            .filter(|group| group.place.iter().all(|c| c.is_finite()))
            .map(|group| (group, free(extent.spot(group.place).0, people)))
            .collect();
        badges.sort_by_key(|(group, spot)| (spot.y, spot.x, group.sign));
        for place in 1..badges.len() {
            let (before, from) = badges.split_at_mut(place);
            let Some((_, spot)) = from.first_mut() else { continue };
            let near = |other: &Spot, spot: &Spot| {
                (other.x - spot.x).abs() < BADGES_APART && (other.y - spot.y).abs() < BADGES_APART
            };
            for _ in 0..place {
                let lowest = before.iter().filter(|(_, other)| near(other, spot)).map(|(_, other)| other.y).max();
                spot.y = lowest.map_or(spot.y, |y| y + BADGES_APART);
            }
        }
        // By as much as the lowest was moved out of the paper, all are moved back.
        let edge = BADGES_APART / 2;
        let [right, bottom] = [extent::WIDTH, extent.height].map(|length| tenths(length) - edge);
        let over = badges.iter().map(|(_, spot)| spot.y - bottom).max().unwrap_or(0).max(0);
        for (_, spot) in &mut badges {
            *spot = Spot { x: spot.x.clamp(edge, right), y: (spot.y - over).max(edge) };
        }
        badges.sort_by_key(|(group, _)| group.sign);
        badges
    }

    pub(super) fn badge(&self, svg: &mut Svg, group: &MapGroup, spot: Spot, frame: Frame) {
        let is_link = frame == Frame::InPage && !group.anchor.is_empty();
        if is_link {
            let anchor = element_id(&group.anchor);
            svg.raw(format_args!(
                "<a class=\"spot\" id=\"{}-{}\" href=\"#{anchor}\" aria-label=\"{}\" data-said=\"{}\">",
                element_id(&self.id),
                group.sign,
                Escaped(&group.name),
                Escaped(&group.spoken)
            ));
        }
        // Paper around it keeps it apart from the marks of people.
        let mut around = String::new();
        Shape::of(group.sign).draw(&mut around, spot, 10 * (BADGE + 3));
        path_of(svg, &around, &PAPER, "");
        numbered_mark(svg, group.sign, &group.label, spot, 10 * BADGE);
        if is_link {
            svg.raw(format_args!("</a>"));
        }
    }

    /// The reader's place, on top of everything.
    pub(super) fn ring(&self, svg: &mut Svg, drawn: &Drawn) {
        let Some(me) = self.me.as_ref().filter(|me| me.place.iter().all(|c| c.is_finite())) else { return };
        let (spot, _) = drawn.extent.spot(me.place);
        let (x, y) = (Length(spot.x), Length(spot.y));
        let mut ring = String::new();
        Shape::Circle.draw(&mut ring, spot, 130);
        Shape::Circle.draw(&mut ring, spot, 95);
        let (dx, dy, anchor) = self.beside_ring(spot, drawn);
        let (to, text_y) = (Length(spot.x + dx), Length(spot.y + dy));
        svg.raw(format_args!(
            "<g class=\"me\"><circle cx=\"{x}\" cy=\"{y}\" r=\"15\" class=\"{paper}\" fill=\"{paper_light}\" fill-opacity=\"0.6\"/>\
             <path d=\"{ring}\" fill-rule=\"evenodd\" class=\"{ink}\" fill=\"{ink_light}\"/>\
             <text x=\"{to}\" y=\"{text_y}\" dy=\"0.36em\" font-size=\"19\" font-weight=\"700\" text-anchor=\"{anchor}\" \
             class=\"{ink}\" fill=\"{ink_light}\">{}</text></g>",
            Escaped(&me.label),
            paper = PAPER.class,
            paper_light = PAPER.light,
            ink = INK.class,
            ink_light = INK.light
        ));
    }

    /// Where the ring's label stands: on the first side with room for it, larger as it is on a phone, between the
    /// edges and the numbers.
    fn beside_ring(&self, ring: Spot, drawn: &Drawn) -> (i32, i32, &'static str) {
        const SIDES: [(i32, i32, &str, [i32; 2]); 4] = [
            (180, 0, "start", [180, 980]),
            (-180, 0, "end", [-980, -180]),
            (0, -310, "middle", [-400, 400]),
            (0, 310, "middle", [-400, 400]),
        ];
        let (extent, badges) = (&drawn.extent, self.badges(drawn));
        let has_room = |(_, dy, _, [from, to]): &(i32, i32, &str, [i32; 2])| {
            let y = ring.y + dy;
            let is_inside =
                ring.x + from > 0 && ring.x + to < tenths(extent::WIDTH) && y > 150 && y < tenths(extent.height) - 150;
            let covers = |badge: &Spot| {
                badge.x > ring.x + from - 270 && badge.x < ring.x + to + 270 && (badge.y - y).abs() < 400
            };
            is_inside && !badges.iter().any(|(_, badge)| covers(badge))
        };
        let [right, left, ..] = SIDES;
        let else_side = if ring.x > tenths(extent::WIDTH) / 2 { left } else { right };
        let (dx, dy, anchor, _) = SIDES.into_iter().find(has_room).unwrap_or(else_side);
        (dx, dy, anchor)
    }
}

/// Where a number covers nobody, as near to the middle as one of a few places lets it; the middle where people are
/// many.
fn free(middle: Spot, people: &[Placed]) -> Spot {
    if people.len() > FEW {
        return middle;
    }
    let covers = |at: &Spot| {
        let (reach, near) = (BADGE * 10 + 90, |a: i32, b: i32| (a - b).abs());
        people.iter().any(|person| near(person.spot.x, at.x) < reach && near(person.spot.y, at.y) < reach)
    };
    let around = [300, 450, 600].into_iter().flat_map(|far| {
        let aslant = far * 7 / 10;
        [
            (0, -far),
            (far, 0),
            (-far, 0),
            (0, far),
            (aslant, -aslant),
            (-aslant, -aslant),
            (aslant, aslant),
            (-aslant, aslant),
        ]
    });
    let mut places = std::iter::once((0, 0)).chain(around).map(|(dx, dy)| Spot { x: middle.x + dx, y: middle.y + dy });
    places.find(|at| !covers(at)).unwrap_or(middle)
}
