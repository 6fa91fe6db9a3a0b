//! Everything that can be asked for. The list is closed: a page, a route or a job that does something new adds its
//! action here, to the schema, and to a policy, or the tests fail.

use crate::Stage;
use crate::closed::closed;

closed! {
    /// An action. The text names are those of the policies and go into events.
    Action {
        /// Read an item of the catalogue.
        ItemView = "item.view",
        /// Open a case: a draft of the applicant's, or a case begun at the counter.
        CaseOpen = "case.open",
        /// See a case and its timeline.
        CaseView = "case.view",
        /// Hand in materials and answers.
        CaseSupply = "case.supply",
        /// Hand the case in for acceptance.
        CaseSubmit = "case.submit",
        /// Pay the fee, or record that it has been paid.
        CasePay = "case.pay",
        /// Withdraw the application.
        CaseWithdraw = "case.withdraw",
        /// Rate the service (好差评).
        CaseRate = "case.rate",
        /// Accept (受理).
        CaseAccept = "case.accept",
        /// Ask for what is missing, all at once (一次性告知).
        CaseSupplement = "case.supplement",
        /// Decline to accept (不予受理).
        CaseReject = "case.reject",
        /// Approve or refuse.
        CaseDecide = "case.decide",
        /// Make and issue the result.
        CaseIssue = "case.issue",
        /// Hand the result over, at the counter or by parcel.
        CaseHandOver = "case.hand_over",
        /// Correct after the decision.
        CaseCorrect = "case.correct",
        /// Close a case that has been left lying past its term.
        CaseLapse = "case.lapse",
        /// See one's own file.
        PersonViewSelf = "person.view_self",
        /// Look into another person's file.
        PersonLookUp = "person.look_up",
        /// Make a person's record.
        PersonRegister = "person.register",
        /// Erase a person's values.
        PersonErase = "person.erase",
        /// Write the register, or a part of it, to a file.
        RegisterExport = "register.export",
        /// See a licence.
        LicenceView = "licence.view",
        /// Give a mandate, or enter one that was given on paper.
        MandateGrant = "mandate.grant",
        /// End a mandate.
        MandateRevoke = "mandate.revoke",
        /// See a mandate.
        MandateView = "mandate.view",
        /// See a paper of a case.
        PaperView = "paper.view",
        /// Follow a parcel of a case.
        ParcelView = "parcel.view",
        /// See an outlet's numbered blanks.
        StockView = "stock.view",
        /// Take numbered blanks in.
        StockReceive = "stock.receive",
        /// Write a spoilt blank off.
        StockSpoil = "stock.spoil",
        /// See a staff account.
        StaffView = "staff.view",
        /// Make a staff account.
        StaffCreate = "staff.create",
        /// Close a staff account.
        StaffDisable = "staff.disable",
        /// Give and take roles.
        StaffSetRoles = "staff.set_roles",
        /// Reset the second factor.
        StaffResetTotp = "staff.reset_totp",
        /// End a session.
        SessionEnd = "session.end",
        /// See an outlet, its hours and what it offers.
        OutletView = "outlet.view",
        /// Change an outlet: hours, address, tier.
        OutletChange = "outlet.change",
        /// See how the days of an outlet ended, and the books of today.
        DayView = "day.view",
        /// Close a day at an outlet.
        DayClose = "day.close",
        /// See which authority an outlet holds.
        GrantView = "grant.view",
        /// Give authority, or let a suspended grant run again.
        GrantGive = "grant.give",
        /// Suspend authority.
        GrantSuspend = "grant.suspend",
        /// Withdraw authority for good.
        GrantWithdraw = "grant.withdraw",
        /// Review who looked into files, and why.
        LookupReview = "lookup.review",
        /// Search the ledger by event.
        LedgerSearch = "ledger.search",
        /// Run a verification of the ledger.
        LedgerVerify = "ledger.verify",
        /// See the state of outside systems.
        AdapterView = "adapter.view",
        /// Ask an outside system again.
        AdapterRetry = "adapter.retry",
        /// Choose what goes wrong with the twin of an outside system, in a demonstration.
        AdapterFault = "adapter.fault",
        /// See the platform's health.
        HealthView = "health.view",
        /// Run a failed job again.
        JobRetry = "job.retry",
        /// Publish notices and the office's own words for its items, and take them back.
        NoticePublish = "notice.publish",
        /// Give up a failed job that nobody waits for.
        JobGiveUp = "job.give_up",
        /// Manage webhooks and their keys.
        WebhookManage = "webhook.manage",
        /// See ratings and complaints.
        FeedbackView = "feedback.view",
        /// Answer ratings and complaints.
        FeedbackAnswer = "feedback.answer",
    }
}

impl Action {
    /// The stages of which one must be granted to the outlet before its staff may take this action. Empty: no grant
    /// is needed. Asking for what is missing and declining fall to whoever has the case in hand, at either stage.
    pub(crate) const fn stages(self) -> &'static [Stage] {
        match self {
            Self::CaseOpen | Self::CaseAccept => &[Stage::Accept],
            Self::CaseSupplement | Self::CaseReject => &[Stage::Accept, Stage::Decide],
            Self::CaseDecide | Self::CaseCorrect => &[Stage::Decide],
            Self::CaseIssue => &[Stage::Issue],
            _ => &[],
        }
    }
}
