//! Maps as text: "AB | Cx / D" is two stages, the first of two steps. Capital letters are touchpoints, small ones
//! pain points, digits notes; each named by its text, stacked in the order given.
//! When a map is shown, a card that was moved to the notes carries a "~", one moved to the pain points a "^".

use std::collections::BTreeMap;
use std::sync::Arc;

use throughline::edit::{Edit, Placement, apply, build};
use throughline::model::{
    CardId, Item, Journey, JourneyId, JourneyState, Lane, LaneId, LaneKind, Phase, Project, Stage, StageId,
    TouchpointId,
};

#[derive(Clone)]
pub struct World {
    pub project: Project,
    pub journey: JourneyId,
    /// The journey that `with_second_journey` adds.
    pub second: JourneyId,
    pub stages: Vec<StageId>,
    items: BTreeMap<char, Item>,
}

const KINDS: [LaneKind; 3] = [LaneKind::Touchpoints, LaneKind::PainPoints, LaneKind::Notes];

impl World {
    pub fn parse(map: &str) -> Self {
        let journey = JourneyId(1);
        let mut world =
            Self { project: Project::default(), journey, second: journey, stages: Vec::new(), items: BTreeMap::new() };
        let maps: Vec<&str> = map.split(" / ").collect();
        let stages: Vec<Stage> = (0..maps.len() as u64)
            .map(|index| Stage::new(StageId(10 + index), journey, format!("Stage {}", index + 1), Phase::Purchase))
            .collect();
        world.stages = stages.iter().map(|stage| stage.id).collect();
        let lanes = (2..).zip(KINDS).map(|(id, kind)| Lane::new(LaneId(id), journey, kind.label(), kind));
        let record = Journey {
            id: journey,
            name: "First".to_owned(),
            personas: Vec::new(),
            scenario: String::new(),
            state: JourneyState::Current,
            stages: Vec::new(),
            lanes: Vec::new(),
            origin: None,
        };
        world.apply(&Edit::AddJourney { journey: record, stages, lanes: lanes.collect(), at: 0 });
        for (stage, map) in maps.into_iter().enumerate() {
            for (column, letters) in (0..).zip(map.split('|').map(str::trim)) {
                for letter in letters.chars() {
                    world.add(letter, stage, column);
                }
            }
        }
        world
    }

    /// The same with a journey of blank stages and lanes at the second tab.
    pub fn with_second_journey(&self) -> Self {
        let (edit, second) = build::new_journey_blank(&self.project, "Second");
        let mut world = Self { second, ..self.clone() };
        world.apply(&edit);
        world
    }

    /// The same names for another state of the project.
    pub fn with_project(&self, project: Project) -> Self {
        Self { project, ..self.clone() }
    }

    pub fn lane(&self, kind: char) -> LaneId {
        LaneId(match kind {
            'A'..='Z' => 2,
            'a'..='z' => 3,
            _ => 4,
        })
    }

    pub fn slot(&self, stage: usize, lane: char, column: u32, order: u32) -> Placement {
        Placement { stage: self.stages[stage], lane: self.lane(lane), column, order, is_new_column: false }
    }

    pub fn item(&self, name: char) -> Item {
        self.items[&name]
    }

    pub fn items(&self, names: &str) -> Vec<Item> {
        names.chars().map(|name| self.item(name)).collect()
    }

    pub fn touchpoint(&self, name: char) -> TouchpointId {
        match self.item(name) {
            Item::Touchpoint(id) => id,
            Item::Card(_) => panic!("{name} is a card"),
        }
    }

    pub fn card(&self, name: char) -> CardId {
        match self.item(name) {
            Item::Touchpoint(_) => panic!("{name} is a touchpoint"),
            Item::Card(id) => id,
        }
    }

    /// The project with a connector more.
    pub fn connect(&self, project: &Project, from: char, to: char) -> Project {
        apply(project, &build::connect(project, self.touchpoint(from), self.touchpoint(to)).0).unwrap()
    }

    /// The first journey of any project that came from this one, as text.
    pub fn show(&self, project: &Project) -> String {
        let journey: &Arc<Journey> = &project.journeys[&self.journey];
        let stages: Vec<String> = journey.stages.iter().map(|stage| self.show_stage(project, *stage)).collect();
        stages.join(" / ")
    }

    fn show_stage(&self, project: &Project, stage: StageId) -> String {
        let mut columns: BTreeMap<u32, Vec<(LaneId, u32, String)>> = BTreeMap::new();
        for (item, place) in project.items().filter(|(_, place)| place.stage == stage) {
            let text = project.text_of(item).unwrap();
            let is_at_home = text.chars().next().is_some_and(|letter| self.lane(letter) == place.lane);
            let mark = match project.lanes[&place.lane].kind {
                _ if is_at_home => "",
                LaneKind::Notes => "~",
                LaneKind::PainPoints => "^",
                _ => panic!("{text} lies in a lane that the map does not have"),
            };
            let shown = format!("{mark}{text}");
            columns.entry(place.column).or_default().push((place.lane, place.order, shown));
        }
        let columns = columns.into_values().map(|mut entries| {
            entries.sort();
            entries.into_iter().map(|(_, _, text)| text).collect::<String>()
        });
        columns.collect::<Vec<_>>().join(" | ")
    }

    fn add(&mut self, letter: char, stage: usize, column: u32) {
        let placement = self.slot(stage, letter, column, u32::MAX);
        let (edit, item) = if letter.is_ascii_uppercase() {
            let (edit, id) = build::new_untyped_touchpoint(&self.project, &letter.to_string(), placement);
            (edit, Item::from(id))
        } else {
            let (edit, id) = build::new_card(&self.project, &letter.to_string(), placement);
            (edit, Item::from(id))
        };
        self.apply(&edit);
        self.items.insert(letter, item);
    }

    fn apply(&mut self, edit: &Edit) {
        self.project = apply(&self.project, edit).unwrap();
    }
}
