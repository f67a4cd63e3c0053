//! Which key leads to which participant, in memory. Written by the ballot box only.

use crate::log::command::Key;
use canvass_domain::{ConversationId, ParticipantId};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Which key leads to which participant. Written by the ballot box only.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    keys: Arc<RwLock<Keys>>,
}

/// Both ways round: erasing somebody looks for nobody else.
#[derive(Debug, Default)]
struct Keys {
    by_key: HashMap<(ConversationId, Key), ParticipantId>,
    by_participant: HashMap<(ConversationId, ParticipantId), Vec<Key>>,
}

impl Roster {
    /// The participant a key leads to.
    #[must_use]
    pub fn find(&self, conversation: ConversationId, key: &Key) -> Option<ParticipantId> {
        self.read().by_key.get(&(conversation, *key)).copied()
    }

    /// Whether any key leads to a participant: none does to an erased one.
    #[must_use]
    pub fn leads_to(&self, conversation: ConversationId, participant: ParticipantId) -> bool {
        self.read().by_participant.contains_key(&(conversation, participant))
    }

    pub(crate) fn extend(&self, new: impl IntoIterator<Item = ((ConversationId, Key), ParticipantId)>) {
        let mut keys = self.write();
        for ((conversation, key), participant) in new {
            let before = keys.by_key.insert((conversation, key), participant);
            if before == Some(participant) {
                continue;
            }
            if let Some(others) = before.and_then(|who| keys.by_participant.get_mut(&(conversation, who))) {
                others.retain(|other| *other != key);
            }
            keys.by_participant.entry((conversation, participant)).or_default().push(key);
        }
    }

    pub(crate) fn forget(&self, erased: &[(ConversationId, ParticipantId)]) {
        if erased.is_empty() {
            return;
        }
        let mut keys = self.write();
        for (conversation, participant) in erased {
            for key in keys.by_participant.remove(&(*conversation, *participant)).unwrap_or_default() {
                keys.by_key.remove(&(*conversation, key));
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Keys> {
        self.keys.write().unwrap_or_else(PoisonError::into_inner)
    }
}
