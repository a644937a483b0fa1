{%- set faults = [
    ('clinician_missing', "coalesce(clinicians.clinician_id, '') = ''", 'null', 'null'),
    ('clinician_board_unknown', 'boards.organisation_unit_id is null',
        'clinicians.health_board', 'null'),
    ('clinician_eligible_from_unreadable', 'clinicians.eligible_from_date is null',
        'clinicians.eligible_from_text', 'null'),
    ('clinician_eligible_to_unreadable',
        "clinicians.eligible_to_date is null and clinicians.eligible_to_text != ''",
        'clinicians.eligible_to_text', 'null'),
    ('clinician_eligible_backwards',
        'clinicians.eligible_to_date < clinicians.eligible_from_date',
        'clinicians.eligible_to_text', 'clinicians.eligible_from_text'),
] -%}

with clinicians as (
    select * from {{ ref('stg_login_analytics__clinicians') }}
),

boards as (
    select organisation_unit_id
    from {{ ref('stg_reference__organisation_units') }}
    where unit_type = 'health_board'
),

final as (
    select
        clinicians.clinician_id,
        boards.organisation_unit_id,
        {{ verdict(faults, 'false') }},
        clinicians.file_name,
        clinicians.row_number,
        clinicians.eligible_from_date,
        clinicians.eligible_to_date,
        clinicians.load_id
    from clinicians
    left join boards
        on clinicians.health_board = boards.organisation_unit_id
)

select * from final
