{%- set faults = [
    ('quality_run_rule_unknown', 'known_rule_id is null', 'rule_id', 'null'),
    ('quality_run_board_unknown', 'organisation_unit_id is null',
        'health_board', 'null'),
    ('quality_run_time_unreadable', 'ran_at is null', 'ran_text', 'null'),
    ('quality_run_made_unreadable', 'made_count is null', 'made_text', 'null'),
    ('quality_run_passed_unreadable', 'passed_count is null', 'passed_text', 'null'),
    ('quality_run_passed_above_made', 'passed_count > made_count',
        'passed_text', 'made_text'),
] -%}

with runs as (
    select * from {{ ref('stg_data_quality_engine__runs') }}
),

rules as (
    select
        record_id as known_rule_id,
        is_trial
    from {{ ref('int_quality_rules_judged') }}
    where is_counted
),

health_boards as (
    select organisation_unit_id
    from {{ ref('stg_reference__organisation_units') }}
    where unit_type = 'health_board'
),

placed as (
    select
        runs.*,
        rules.known_rule_id,
        rules.is_trial,
        health_boards.organisation_unit_id
    from runs
    left join rules
        on runs.rule_id = rules.known_rule_id
    left join health_boards
        on runs.health_board = health_boards.organisation_unit_id
),

final as (
    select
        run_id as record_id,
        rule_id,
        organisation_unit_id,
        {{ verdict(faults, 'is_test or is_deleted or is_trial') }},
        made_count,
        passed_count,
        {{ local_date('ran_at') }} as ran_date,
        ran_at,
        load_id
    from placed
)

select * from final
