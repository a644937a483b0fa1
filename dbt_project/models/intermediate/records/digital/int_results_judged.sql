{%- set faults = [
    ('result_board_unknown', 'boards.organisation_unit_id is null',
        'results.health_board', 'null'),
    ('result_clinical_unreadable', 'results.clinically_available_at is null',
        'results.clinically_available_text', 'null'),
    ('result_digital_unreadable',
        "results.digitally_available_at is null"
        ~ " and results.digitally_available_text != ''",
        'results.digitally_available_text', 'null'),
    ('result_digital_before_clinical',
        'results.digitally_available_at < results.clinically_available_at',
        'results.digitally_available_text', 'results.clinically_available_text'),
] -%}

with results as (
    select * from {{ ref('stg_results_delivery__results') }}
),

boards as (
    select organisation_unit_id
    from {{ ref('stg_reference__organisation_units') }}
    where unit_type = 'health_board'
),

final as (
    select
        results.result_id as record_id,
        boards.organisation_unit_id,
        {{ verdict(faults, 'results.is_test') }},
        {{ seconds_between(
            'results.clinically_available_at', 'results.digitally_available_at'
        ) }} as digital_after_seconds,
        results.file_name,
        results.row_number,
        {{ local_date('results.clinically_available_at') }}
            as clinically_available_date,
        results.clinically_available_at,
        results.load_id
    from results
    left join boards
        on results.health_board = boards.organisation_unit_id
)

select * from final
