//! The closed lists of the catalogue. Each word has a code, which stands in TOML and in the database and never changes,
//! and a name in both languages.

use crate::closed::closed;

closed! {
    /// How an item runs.
    Shape {
        Case = "case", "办件", "case";
        Instant = "instant", "即办", "done at once";
        Joint = "joint", "共同申请", "joint application";
        ExOfficio = "ex_officio", "依职权", "by the authority itself";
        Query = "query", "查询", "query";
        Booking = "booking", "预约", "booking";
        Account = "account", "账户", "account";
        Agreement = "agreement", "协议", "agreement";
    }
    /// Whose record an item is about.
    Subject {
        Person = "person", "个人", "person";
        Licence = "licence", "驾驶证", "driving licence";
        Vehicle = "vehicle", "机动车", "vehicle";
    }
    /// Kinds of streams an item locks besides its own case.
    Stream {
        Person = "person", "个人", "person";
        Licence = "licence", "驾驶证", "driving licence";
        Vehicle = "vehicle", "机动车", "vehicle";
        Outlet = "outlet", "服务网点", "outlet";
    }
    /// Who may ask for an item.
    Who {
        Holder = "holder", "本人", "the person concerned";
        Agent = "agent", "代理人", "an agent with a mandate";
        Joint = "joint", "双方共同", "both parties together";
        Unit = "unit", "单位", "an organisation";
        Authority = "authority", "车辆管理所", "the office itself";
    }
    /// The doors an item is offered at.
    Channel {
        Counter = "counter", "窗口", "counter";
        Kiosk = "kiosk", "自助机", "self-service machine";
        Internet = "internet", "网上", "internet";
        Post = "post", "邮政网点", "post office";
        Bank = "bank", "银行网点", "bank";
        Dealer = "dealer", "汽车销售店", "dealer";
        Insurer = "insurer", "保险网点", "insurer";
        Hospital = "hospital", "医院", "hospital";
        Market = "market", "二手车市场", "used-car market";
        PoliceStation = "police_station", "派出所和中队", "police station";
        Mobile = "mobile", "流动车管所", "mobile office";
        Recycler = "recycler", "报废回收企业", "recycler";
        Inspection = "inspection", "检验机构", "inspection agency";
        ExamSite = "exam_site", "考场", "exam site";
        School = "school", "驾校", "driving school";
    }
    /// Levels of the network of outlets.
    Tier {
        Office = "office", "车辆管理所", "vehicle administration office";
        County = "county", "县级车辆管理所", "county office";
        StationFirst = "station_first", "一级服务站", "first-level station";
        StationSecond = "station_second", "二级服务站", "second-level station";
        SelfService = "self_service", "自助服务站", "self-service station";
        Network = "network", "网上车管所", "internet office";
    }
    /// What a level of the network may do with an item.
    Act {
        Accept = "accept", "受理", "accept";
        Decide = "decide", "审核决定", "decide";
        Issue = "issue", "制证发证", "issue";
    }
    /// What an item gives.
    Product {
        LicenceCard = "licence_card", "机动车驾驶证", "driving licence card";
        Record = "record", "登记记录", "a record";
    }
    /// Kinds of requirements of a case.
    RequirementKind {
        Material = "material", "材料", "paper";
        WaiverCheck = "waiver_check", "免交核查", "check that makes a paper unnecessary";
        DataCheck = "data_check", "数据核查", "check of data";
        Identity = "identity", "身份核验", "identity";
        Payment = "payment", "缴费", "payment";
        Consent = "consent", "同意", "consent";
        Inspection = "inspection", "查验", "inspection";
        Exam = "exam", "考试", "exam";
        Medical = "medical", "体检", "medical check";
        Hearing = "hearing", "听证", "hearing";
        Publication = "publication", "公告", "publication";
        Production = "production", "制证", "production";
        Handover = "handover", "交付", "handover";
        Undertaking = "undertaking", "告知承诺", "signed undertaking";
    }
    /// Who meets a requirement.
    Party {
        Applicant = "applicant", "申请人", "applicant";
        OtherParty = "other_party", "另一方", "the other party";
        Office = "office", "车辆管理所", "the office";
        Partner = "partner", "合作机构", "partner";
        System = "system", "系统", "the system";
    }
    /// The stage that a requirement stands before.
    Before {
        Open = "open", "受理前", "before acceptance";
        Decide = "decide", "决定前", "before the decision";
        Issue = "issue", "发证前", "before issue";
    }
    /// Where shared data comes from.
    Source {
        PopulationRegister = "population_register", "人口信息", "population register";
        HospitalNetwork = "hospital_network", "医院联网体检信息", "medical data of networked hospitals";
        PhotoLibrary = "photo_library", "驾驶人照片库", "library of drivers' photographs";
        AbilityTests = "ability_tests", "三力测试成绩", "results of the test of memory, judgement and reaction";
        LicenceRegister = "licence_register", "驾驶证登记信息", "licence register";
        Violations = "violations", "交通违法和记分信息", "records of violations and points";
        Accidents = "accidents", "交通事故处理信息", "records of accidents";
        Studies = "studies", "审验学习记录", "records of review studies";
    }
    /// The state of a licence.
    LicenceStatus {
        Normal = "normal", "正常", "in order";
        Detained = "detained", "扣留", "held by the police";
        Suspended = "suspended", "暂扣", "suspended";
        Stopped = "stopped", "停止使用", "stopped";
        Revoked = "revoked", "吊销", "revoked";
        Annulled = "annulled", "撤销", "annulled";
        Cancelled = "cancelled", "注销", "cancelled";
    }
}

impl Source {
    /// Whether this source can prove what a paper would, so that the paper is not asked for.
    pub const fn waives(self) -> bool {
        matches!(
            self,
            Self::PopulationRegister | Self::HospitalNetwork | Self::PhotoLibrary | Self::AbilityTests
        )
    }
}

impl LicenceStatus {
    /// Whether the licence is over: nothing about its validity matters any more.
    pub const fn ended(self) -> bool {
        matches!(self, Self::Revoked | Self::Annulled | Self::Cancelled)
    }
}

impl Subject {
    /// The stream that an item about this subject locks.
    pub const fn stream(self) -> Stream {
        match self {
            Self::Person => Stream::Person,
            Self::Licence => Stream::Licence,
            Self::Vehicle => Stream::Vehicle,
        }
    }
}
