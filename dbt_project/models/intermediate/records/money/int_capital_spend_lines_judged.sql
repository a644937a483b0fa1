{%- set faults = [
    ('capital_spend_project_unknown', 'known_project_id is null',
        'project_id', 'null'),
    ('capital_spend_date_unreadable', 'spent_date is null', 'spent_text', 'null'),
    ('capital_spend_amount_unreadable', 'amount_gbp is null', 'amount_text', 'null'),
] -%}

with spend_lines as (
    select * from {{ ref('stg_capital__spend_lines') }}
),

projects as (
    select record_id as known_project_id
    from {{ ref('int_capital_projects_judged') }}
    where is_counted
),

placed as (
    select
        spend_lines.*,
        projects.known_project_id
    from spend_lines
    left join projects
        on spend_lines.project_id = projects.known_project_id
),

final as (
    select
        spend_id as record_id,
        project_id,
        {{ verdict(faults, 'is_deleted') }},
        amount_gbp,
        spent_date,
        load_id
    from placed
)

select * from final
