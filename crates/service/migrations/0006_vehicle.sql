-- Vehicles. Plate and identification number stand in tables of their own, keyed by the value, so that a store whose rows
-- are placed by region still knows each of them once.

-- table vehicle: read
CREATE TABLE vehicle (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    plate_kind TEXT NOT NULL,
    plate TEXT NOT NULL,
    vin TEXT NOT NULL,
    kind TEXT NOT NULL,
    usage TEXT NOT NULL,
    make_zh TEXT NOT NULL,
    make_en TEXT NOT NULL,
    registered_on TEXT NOT NULL,
    inspected_until TEXT NOT NULL,
    status TEXT NOT NULL,
    region TEXT NOT NULL
) {keyed_opts};
CREATE INDEX vehicle_owner ON vehicle (owner);

-- table vehicle_plate: read
-- The kind of plate, a stroke and the plate.
CREATE TABLE vehicle_plate (
    plate TEXT PRIMARY KEY,
    vehicle TEXT NOT NULL
) {keyed_opts};

-- table vehicle_vin: read
CREATE TABLE vehicle_vin (
    vin TEXT PRIMARY KEY,
    vehicle TEXT NOT NULL
) {keyed_opts};
