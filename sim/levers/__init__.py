"""What a marketer can switch on: one file a lever, and one line here.

Levers are applied in the order of this page, that of their names.
"""
# ruff: noqa: F401 - a lever imported here is a lever of the model

from typing import Final

from sim.levers.ads import LEVER as ADS
from sim.levers.ar import LEVER as AR
from sim.levers.base import CapabilityLever, Lever, PolicyLever, PresenceLever, Setting
from sim.levers.buy import LEVER as BUY
from sim.levers.chatbot import LEVER as CHATBOT
from sim.levers.compare import LEVER as COMPARE
from sim.levers.content import LEVER as CONTENT
from sim.levers.howto import LEVER as HOWTO
from sim.levers.ideas import LEVER as IDEAS
from sim.levers.influencer import LEVER as INFLUENCER
from sim.levers.invite import LEVER as INVITE
from sim.levers.know import LEVER as KNOW
from sim.levers.listen import LEVER as LISTEN
from sim.levers.local import LEVER as LOCAL
from sim.levers.omni import LEVER as OMNI
from sim.levers.owned import LEVER as OWNED
from sim.levers.paid_invite import LEVER as PAID_INVITE
from sim.levers.payment import LEVER as PAYMENT
from sim.levers.personal import LEVER as PERSONAL
from sim.levers.price import LEVER as PRICE
from sim.levers.privacy import LEVER as PRIVACY
from sim.levers.recovery import LEVER as RECOVERY
from sim.levers.reply import LEVER as REPLY
from sim.levers.service import LEVER as SERVICE
from sim.levers.shelf import LEVER as SHELF
from sim.levers.social import LEVER as SOCIAL
from sim.levers.speed import LEVER as SPEED
from sim.levers.sustain import LEVER as SUSTAIN
from sim.levers.thanks import LEVER as THANKS
from sim.levers.video import LEVER as VIDEO
from sim.levers.voice import LEVER as VOICE

LEVERS: Final = {it.name: it for it in list(globals().values()) if isinstance(it, Lever)}

__all__ = ["LEVERS", "CapabilityLever", "Lever", "PolicyLever", "PresenceLever", "Setting"]
