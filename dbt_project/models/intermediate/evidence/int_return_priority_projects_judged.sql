{%- set cells = ['scorecard_id', 'quarter_end', 'position', 'project'] -%}
{%- set faults = [
    ('priority_project_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('priority_project_scorecard_unknown', 'scorecard_id is null',
        'scorecard_id_text', 'null'),
    ('priority_project_quarter_wrong', 'period_id is null',
        'quarter_end_text', 'null'),
    ('priority_project_position_not_a_number', 'position is null',
        'position_text', 'null'),
    ('priority_project_name_missing', 'project_text is null', 'project_text', 'null'),
    ('priority_project_duplicate', 'same_key_rows is not null',
        'position_text', 'same_key_rows'),
] -%}

with priority_projects as (
    select * from {{ ref('stg_returns__priority_projects') }}
),

scorecards as (
    select
        scorecard_id,
        calendar
    from {{ ref('stg_reference__scorecards') }}
),

quarters as (
    select
        period_id,
        label as period_label,
        calendar,
        end_date as period_end_date
    from {{ ref('int_periods') }}
    where grain = 'quarter'
),

matched as (
    select
        priority_projects.*,
        scorecards.scorecard_id,
        quarters.period_id,
        quarters.period_label,
        quarters.period_end_date
    from priority_projects
    left join scorecards
        on priority_projects.scorecard_id_text = scorecards.scorecard_id
    left join quarters
        on
            priority_projects.quarter_end_date = quarters.period_end_date
            and scorecards.calendar = quarters.calendar
),

keyed as (
    select
        *,
        {{ same_key_rows(['scorecard_id', 'period_id', 'position']) }}
            as same_key_rows
    from matched
),

final as (
    select
        *,
        {{ fault_columns(faults) }}
    from keyed
)

select * from final
