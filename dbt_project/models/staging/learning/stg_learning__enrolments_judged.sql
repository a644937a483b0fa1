{%- set faults = [
    ('enrolment_unit_unknown', 'unit_name is null', 'organisation_unit_id', 'null'),
    ('enrolment_type_unknown', 'type_name is null', 'training_type', 'null'),
    ('enrolment_digital_unknown', 'is_digital is null', 'is_digital_text', 'null'),
    ('enrolment_day_unreadable', 'assigned_date is null', 'assigned_on', 'null'),
    ('enrolment_due_unreadable', 'due_date is null', 'due_on', 'null'),
    ('enrolment_due_early', 'due_date < assigned_date', 'due_on', 'assigned_on'),
] -%}

with decoded as (
    select
        enrolments.*,
        units.name as unit_name,
        codes.code_name as type_name,
        {{ means('codes.meanings', 'required') }} as is_required
    from {{ ref('stg_learning__enrolments') }} as enrolments
    left join {{ ref('stg_reference__organisation_units') }} as units
        on enrolments.organisation_unit_id = units.organisation_unit_id
    left join {{ ref('stg_reference__source_codes') }} as codes
        on
            enrolments.training_type = codes.code and codes.source = 'learning'
            and codes.table_name = 'enrolments'
),

final as (
    select
        enrolment_id,
        staff_key,
        organisation_unit_id,
        course_id,
        is_digital,
        is_required,
        {{ verdict(faults, 'is_deleted or is_withdrawn') }},
        assigned_date,
        due_date,
        load_id
    from decoded
)

select * from final
