//! From an id to a rank, without hashing. Knows nothing of what the ids name.

/// Ranks by id. Ids come from one counter, so they lie close together and mostly index a plain table.
#[derive(Clone, Debug, Default)]
pub(crate) struct RankById {
    first: u64,
    /// By `id - first`; `NONE` where there is no such id. Empty if the ids lie too far apart.
    dense: Vec<u32>,
    /// In the order of ids; only if `dense` is not used.
    sparse: Vec<(u64, u32)>,
}

const NONE: u32 = u32::MAX;

impl RankById {
    /// From pairs of id and rank in the order of ids.
    pub(crate) fn new(pairs: Vec<(u64, u32)>) -> Self {
        let (Some(&(first, _)), Some(&(last, _))) = (pairs.first(), pairs.last()) else { return Self::default() };
        let span = last.saturating_sub(first).saturating_add(1);
        if span > 32 * pairs.len() as u64 + 4_096 {
            return Self { first, dense: Vec::new(), sparse: pairs };
        }
        let mut dense = vec![NONE; span as usize];
        for (id, rank) in pairs {
            if let Some(slot) = dense.get_mut((id - first) as usize) {
                *slot = rank;
            }
        }
        Self { first, dense, sparse: Vec::new() }
    }

    pub(crate) fn get(&self, id: u64) -> Option<usize> {
        if self.dense.is_empty() {
            let at = self.sparse.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            return self.sparse.get(at).map(|(_, rank)| *rank as usize);
        }
        let offset = usize::try_from(id.checked_sub(self.first)?).ok()?;
        self.dense.get(offset).filter(|rank| **rank != NONE).map(|rank| *rank as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_whether_they_lie_close_or_far_apart() {
        for pairs in [vec![], vec![(7, 0)], vec![(3, 2), (4, 0), (9, 1)], vec![(1, 1), (u64::MAX, 0)]] {
            let index = RankById::new(pairs.clone());
            for id in [0, 1, 3, 4, 5, 7, 9, 10, u64::MAX] {
                let expected = pairs.iter().find(|(i, _)| *i == id).map(|(_, rank)| *rank as usize);
                assert_eq!(index.get(id), expected, "{id} in {pairs:?}");
            }
        }
    }
}
