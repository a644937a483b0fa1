{%- set faults = [
    ('learner_unit_unknown', 'unit_name is null', 'organisation_unit_id', 'null'),
    ('learner_start_unreadable', 'active_from_date is null',
        'active_from', 'null'),
    ('learner_end_unreadable', "active_until_date is null and active_until != ''",
        'active_until', 'null'),
    ('learner_ended_before_start', 'active_until_date < active_from_date',
        'active_until', 'active_from'),
] -%}

with learners as (
    select
        stays.*,
        units.name as unit_name
    from {{ ref('stg_learning__learners') }} as stays
    left join {{ ref('stg_reference__organisation_units') }} as units
        on stays.organisation_unit_id = units.organisation_unit_id
),

final as (
    select
        learner_id,
        staff_key,
        organisation_unit_id,
        {{ verdict(faults, 'is_deleted') }},
        active_from_date,
        active_until_date,
        load_id
    from learners
)

select * from final
