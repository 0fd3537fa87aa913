"""Needs learned from what came to pass: features, models, probabilities that hold."""

from graph.needs.learning import figures
from graph.needs.learning.asking import Learnt, Within, learnt
from graph.needs.learning.champion import Champion, Question, Scores
from graph.needs.learning.contributions import Contribution
from graph.needs.learning.declared import declared
from graph.needs.learning.drift import Moved, drift
from graph.needs.learning.errors import (
    DamagedModel,
    ModelOfAnotherVersion,
    NoEarlierModel,
    NothingLearned,
    NothingToLearnFrom,
)
from graph.needs.learning.frame import Frame, permit
from graph.needs.learning.keys import Keys
from graph.needs.learning.labels import LEARNED, already, came_within, days_of
from graph.needs.learning.shelf import Kept, card, in_use, keep, load, roll_back, versions
from graph.needs.learning.training import Learned, Training, train

__all__ = [
    "LEARNED",
    "Champion",
    "Contribution",
    "DamagedModel",
    "Frame",
    "Kept",
    "Keys",
    "Learned",
    "Learnt",
    "ModelOfAnotherVersion",
    "Moved",
    "NoEarlierModel",
    "NothingLearned",
    "NothingToLearnFrom",
    "Question",
    "Scores",
    "Training",
    "Within",
    "already",
    "came_within",
    "card",
    "days_of",
    "declared",
    "drift",
    "figures",
    "in_use",
    "keep",
    "learnt",
    "load",
    "permit",
    "roll_back",
    "train",
    "versions",
]
