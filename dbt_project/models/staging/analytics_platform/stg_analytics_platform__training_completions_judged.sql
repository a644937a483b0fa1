{%- set faults = [
    ('training_analyst_missing', "coalesce(trainings.analyst_id, '') = ''",
        'null', 'null'),
    ('training_board_unknown', 'boards.organisation_unit_id is null',
        'trainings.health_board', 'null'),
    ('training_completed_unreadable', 'trainings.completed_date is null',
        'trainings.completed_text', 'null'),
] -%}

with trainings as (
    select * from {{ ref('stg_analytics_platform__training_completions') }}
),

boards as (
    select organisation_unit_id
    from {{ ref('stg_reference__organisation_units') }}
    where unit_type = 'health_board'
),

final as (
    select
        trainings.completion_id,
        trainings.analyst_id,
        boards.organisation_unit_id,
        {{ verdict(faults, 'false') }},
        trainings.file_name,
        trainings.row_number,
        trainings.completed_date,
        trainings.load_id
    from trainings
    left join boards
        on trainings.health_board = boards.organisation_unit_id
)

select * from final
