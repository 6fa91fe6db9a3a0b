//! Statements that read cases. Lists end at fifty-one rows: a page and the sign that there is another.

store::statements! {
    pub(super) BY_NUMBER = "case.by_number": "
        SELECT id, number, item, subject, applicant, agent, licence, region, outlet, channel, stage, opened_at,
               submitted_at, accepted_at, due_on, stopped_on, decided_at, issued_at, ended_at, acceptor, decider,
               issuer, fee, delivery, address_version, blank, reasons, rating, revision
        FROM case_file WHERE number = $1";
    pub(super) REQUIREMENTS = "case.requirements": "
        SELECT code, kind, party, before_stage, status, due_on, evidence
        FROM requirement WHERE case_id = $1 ORDER BY place, code";
    pub(super) MINE = "case.mine": "
        SELECT id, number, item, subject, applicant, agent, licence, region, outlet, channel, stage, opened_at,
               submitted_at, accepted_at, due_on, stopped_on, decided_at, issued_at, ended_at, acceptor, decider,
               issuer, fee, delivery, address_version, blank, reasons, rating, revision
        FROM case_file WHERE applicant = $1 AND opened_at < $2 ORDER BY opened_at DESC LIMIT 51";
    pub(super) OPEN_OF_LICENCE = "case.open_of_licence": "
        SELECT number, item FROM case_file
        WHERE subject = $1 AND licence = $2 AND stage IN ('draft', 'open', 'decided') ORDER BY opened_at LIMIT 20";
    pub(super) PAPERS = "case.papers": "
        SELECT number, case_id, kind, made_at, stream, event_number, body
        FROM paper WHERE case_id = $1 ORDER BY event_number LIMIT 50";
    pub(super) PAPER = "case.paper": "
        SELECT number, case_id, kind, made_at, stream, event_number, body FROM paper WHERE number = $1";
    pub(super) TAKEN = "case.taken_today": "
        SELECT COUNT(*) FROM case_file WHERE outlet = $1 AND accepted_at >= $2 AND accepted_at < $3";
    pub(super) NUMBER_OF = "case.number_of": "SELECT number FROM case_file WHERE id = $1";
}
