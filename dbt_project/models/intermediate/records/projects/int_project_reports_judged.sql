{%- set faults = [
    ('report_project_unknown', 'known_project_id is null', 'project_id', 'null'),
    ('report_date_unreadable', 'report_date is null', 'report_date_text', 'null'),
    ('report_planned_value_unreadable', 'planned_value_gbp is null',
        'planned_value_text', 'null'),
    ('report_earned_value_unreadable', 'earned_value_gbp is null',
        'earned_value_text', 'null'),
    ('report_actual_cost_unreadable', 'actual_cost_gbp is null',
        'actual_cost_text', 'null'),
    ('report_planned_value_negative', 'planned_value_gbp < 0',
        'planned_value_text', 'null'),
    ('report_earned_value_negative', 'earned_value_gbp < 0',
        'earned_value_text', 'null'),
    ('report_actual_cost_negative', 'actual_cost_gbp < 0',
        'actual_cost_text', 'null'),
] -%}

with reports as (
    select * from {{ ref('stg_project_portfolio__reports') }}
),

projects as (
    select project_id as known_project_id
    from {{ ref('stg_project_portfolio__projects') }}
    where is_latest_version
),

placed as (
    select
        reports.*,
        projects.known_project_id
    from reports
    left join projects
        on reports.project_id = projects.known_project_id
),

final as (
    select
        report_id as record_id,
        project_id,
        {{ verdict(faults, 'is_withdrawn or is_deleted') }},
        planned_value_gbp,
        earned_value_gbp,
        actual_cost_gbp,
        report_date,
        updated_at,
        load_id
    from placed
)

select * from final
