"""What a user may do with a listing: rules over permissions, whichever role gives them."""

from enum import StrEnum

from clinics.models import ClinicStatus, ProposalState

ADD = "clinics.add_clinic"
CHANGE = "clinics.change_clinic"
VIEW = "clinics.view_clinic"
PUBLISH = "clinics.publish_clinic"
RESTORE = "clinics.restore_clinic"
BULK = "clinics.bulk_clinic"
IMPORT = "clinics.import_clinic"
PROPOSE = "clinics.add_proposal"
DECIDE = "clinics.approve_proposal"


class Manner(StrEnum):
    """What becomes of the changes that a user makes to a listing."""

    SAVE = "save"  # stored at once
    PROPOSE = "propose"  # kept until somebody decides
    LOOK = "look"  # none can be made


def manner_of_editing(user, clinic):
    """Return the Manner in which a user edits a clinic, None for a new one.

    Who may change clinics changes every one. Who may only add them changes their own as long as nobody
    published or archived it, and proposes what a published one should become.
    """
    if user.has_perm(CHANGE):
        return Manner.SAVE
    if clinic is None:
        return Manner.SAVE if user.has_perm(ADD) else Manner.LOOK
    if clinic.status == ClinicStatus.DRAFT and clinic.created_by_id == user.pk and user.has_perm(ADD):
        return Manner.SAVE
    if clinic.status == ClinicStatus.PUBLISHED and user.has_perm(PROPOSE):
        return Manner.PROPOSE
    return Manner.LOOK


def may_withdraw(user):
    """Tell whether a user may take back the consent to a photo, which counts in every listing that has it."""
    return user.has_perm(CHANGE)


def may_publish(user):
    """Tell whether a user may publish and unpublish listings."""
    return user.has_perm(PUBLISH)


def may_bulk(user):
    """Tell whether a user may change many listings at once, and take such a change back."""
    return user.has_perm(BULK)


def may_merge(user, model):
    """Tell whether a user may merge a record of a model into another: one of the two goes for good."""
    label = model._meta.app_label
    return may_bulk(user) and user.has_perm(f"{label}.delete_{model._meta.model_name}")


def may_see_proposal(user, proposal):
    """Tell whether a user may look at a proposal: their own, or anybody's who decides."""
    return proposal.proposed_by_id == user.pk or user.has_perm(DECIDE)


def may_decide(user, proposal, clinic):
    """Tell whether a user may apply a proposal; `clinic` is the listing, None when it is gone.

    What was kept aside was saved by somebody who may save: they decide themselves.
    """
    if clinic is None or not proposal.is_undecided:
        return False
    if proposal.state == ProposalState.KEPT:
        return proposal.proposed_by_id == user.pk and manner_of_editing(user, clinic) == Manner.SAVE
    return user.has_perm(DECIDE)


def may_give_up(user, proposal):
    """Tell whether a user may withdraw a proposal: whoever made it, as long as nothing came of it."""
    return proposal.is_undecided and proposal.proposed_by_id == user.pk


def may_decline(user, proposal):
    """Tell whether a user may decline a proposal that waits or is approved."""
    return proposal.is_undecided and proposal.state != ProposalState.KEPT and user.has_perm(DECIDE)
