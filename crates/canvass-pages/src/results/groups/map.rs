//! The map as it is drawn: inside the page, and as a file of its own that shows nobody's place as theirs.

use super::words::{group_name, number, people_and_share, place, shown_text, stands_for};
use crate::gate::{staff_only, when_open};
use crate::results::Drawing;
use crate::results::chart::{said, source};
use crate::shell::banners;
use crate::words::Words;
use canvass_charts::{BarChart, Frame, MapChart, MapGroup, MapMe, MapPerson};
use canvass_domain::Closed;
use canvass_results::{Group, OpinionMap, Results, Turnout};
use canvass_words::Arg;

const MAP_ID: &str = "opinion-map";
/// Of what represents a group, so many are said where it is named.
const MOST_SPOKEN: usize = 2;

impl Drawing<'_> {
    /// The map as a stand-alone SVG, or what is still missing for one. Where only staff may see it so far (`early`),
    /// that stands above.
    #[must_use]
    pub fn map(self, results: &Results, early: Option<Closed>) -> String {
        let t = Words::told(&self.conversation.instrument);
        let early = early.map(|closed| staff_only(t, closed)).unwrap_or_default();
        let Some(map) = results.map.as_deref() else {
            let missing = said([&early, &super::missing(t, self.conversation, results)]);
            return self.map_in_words(t, missing, results.totals.n_participants);
        };
        let plain = chart(t, results, map, None);
        let who = t.book().who_answered(results, &self.conversation.instrument, self.conversation.provenance);
        let caveat = banners(t, self.conversation).into_iter().chain(explained(t, &plain));
        let caveat = caveat.chain(super::caution(t, map)).chain([who]).collect::<Vec<_>>().join(" ");
        let file = MapChart {
            title: t.say("map-title", &self.conversation.instrument.title),
            subtitle: said([&early, &plain.subtitle]),
            source: source(t, self.conversation, &self.addresses.results),
            who: self.who_in_short(t, results.totals.n_participants),
            ..plain
        };
        self.render(t, |notice| {
            let caveat = said([notice.as_deref().unwrap_or_default(), &caveat]);
            MapChart { caveat, ..file.clone() }.render(Frame::StandAlone)
        })
    }

    /// What stands at the map's address while the gate is closed: how many took part, when results appear.
    #[must_use]
    pub fn map_closed(self, turnout: Turnout, closed: Closed) -> String {
        let t = Words::told(&self.conversation.instrument);
        let n = turnout.n_participants;
        let said = crate::gate::turnout(t, self.conversation, turnout);
        self.map_in_words(t, format!("{said}. {}", when_open(t, closed)), n)
    }

    fn map_in_words(self, t: Words, subtitle: String, n_participants: u64) -> String {
        let chart = BarChart {
            id: MAP_ID.to_owned(),
            title: t.say("map-title", &self.conversation.instrument.title),
            subtitle,
            source: source(t, self.conversation, &self.addresses.results),
            who: self.who_in_short(t, n_participants),
            ..BarChart::default()
        };
        self.chart(t, &chart, &banners(t, self.conversation).join(" "))
    }
}

/// The map as it is drawn inside the page, with a ring where the reader stands.
pub(super) fn chart(t: Words, results: &Results, map: &OpinionMap, me: Option<[f64; 2]>) -> MapChart {
    let n = u64::try_from(map.people.len()).unwrap_or(u64::MAX);
    let n_groups = u64::try_from(map.groups.len()).unwrap_or(u64::MAX);
    let people = t.count("n-people", n);
    let chart = MapChart {
        id: MAP_ID.to_owned(),
        title: t.text("map-title-short"),
        subtitle: t.with("map-subtitle", &[("people", Arg::Text(&people)), ("groups", Arg::Count(n_groups))]),
        groups: map.groups.iter().map(|group| group_on_map(t, results, map, group)).collect(),
        people: map.people.iter().map(|one| MapPerson { place: one.place, sign: place(map, one.group) }).collect(),
        me: me.map(|place| MapMe { place, label: t.text("map-you") }),
        ..MapChart::default()
    };
    let shades = chart.shades();
    let next = shades.iter().skip(1).map(Some).chain([None]);
    let text = |(from, next): (&usize, Option<&usize>)| shade(t, *from, next.copied());
    MapChart { shades: shades.iter().zip(next).map(text).collect(), ..chart }
}

fn group_on_map(t: Words, results: &Results, map: &OpinionMap, group: &Group) -> MapGroup {
    let size = people_and_share(t, map, group);
    let telling = map.telling(group);
    let telling = telling.filter_map(|one| Some(stands_for(t, one.side, shown_text(results, one.statement)?)));
    let apart = telling.take(MOST_SPOKEN).collect::<Vec<_>>().join("; ");
    let name = group_name(t, map, group.id);
    let values = [("group", Arg::Text(name.as_str())), ("size", Arg::Text(&size)), ("apart", Arg::Text(&apart))];
    MapGroup {
        sign: place(map, group.id),
        label: number(map, group.id),
        name: name.clone(),
        spoken: t.with(if apart.is_empty() { "map-spoken" } else { "map-spoken-apart" }, &values),
        text: size,
        place: group.place,
        anchor: super::anchor(map, group.id),
    }
}

/// "2 to 9", "50 or more", "1".
fn shade(t: Words, from: usize, next: Option<usize>) -> String {
    let count = |n: usize| Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    match next {
        None => t.with("map-shade-last", &[("n", count(from))]),
        Some(next) if next == from + 1 => t.with("map-shade-one", &[("n", count(from))]),
        Some(next) => t.with("map-shade", &[("from", count(from)), ("to", count(next - 1))]),
    }
}

/// How to read it, sentence by sentence.
pub(super) fn explained(t: Words, chart: &MapChart) -> Vec<String> {
    let marks = if chart.is_dense() { t.say("map-cells", &chart.shades.join(" · ")) } else { t.text("map-marks") };
    let n_beyond = u64::try_from(chart.n_beyond()).unwrap_or(u64::MAX);
    let beyond =
        (n_beyond > 0).then(|| t.count(if chart.is_dense() { "map-beyond-cells" } else { "map-beyond" }, n_beyond));
    [marks, t.text("map-axes")].into_iter().chain(beyond).collect()
}
