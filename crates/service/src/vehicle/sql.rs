//! Statements that read vehicles.

store::statements! {
    pub(super) BY_ID = "vehicle.by_id": "
        SELECT id, owner, plate_kind, plate, vin, kind, usage, make_zh, make_en, registered_on, inspected_until, status,
               region
        FROM vehicle WHERE id = $1";
    pub(super) BY_PLATE = "vehicle.by_plate": "
        SELECT v.id, v.owner, v.plate_kind, v.plate, v.vin, v.kind, v.usage, v.make_zh, v.make_en, v.registered_on,
               v.inspected_until, v.status, v.region
        FROM vehicle_plate p JOIN vehicle v ON v.id = p.vehicle WHERE p.plate = $1";
    pub(super) OF_OWNER = "vehicle.of_owner": "
        SELECT id, owner, plate_kind, plate, vin, kind, usage, make_zh, make_en, registered_on, inspected_until, status,
               region
        FROM vehicle WHERE owner = $1 ORDER BY inspected_until, id LIMIT 100";
}
