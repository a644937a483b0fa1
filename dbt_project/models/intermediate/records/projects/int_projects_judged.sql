{%- set faults = [
    ('project_status_unknown', 'status_name is null', 'status', 'null'),
    ('project_started_unreadable', 'started_date is null', 'started_text', 'null'),
    ('project_completed_unreadable',
        "completed_date is null and (is_completed or completed_text != '')",
        'completed_text', 'null'),
    ('project_completed_before_started', 'completed_date < started_date',
        'completed_text', 'started_text'),
] -%}
{%- set excluded = 'is_test or is_duplicate or is_deleted or is_cancelled' -%}

with projects as (
    select * from {{ ref('stg_project_portfolio__projects') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'project_portfolio' and table_name = 'projects'
),

decoded as (
    select
        projects.*,
        statuses.code_name as status_name,
        {{ means('statuses.meanings', 'closed') }} as is_completed,
        {{ means('statuses.meanings', 'cancelled') }} as is_cancelled
    from projects
    left join codes as statuses
        on projects.status = statuses.code and statuses.column_name = 'status'
),

final as (
    select
        project_id as record_id,
        {{ verdict(faults, excluded) }},
        started_date,
        completed_date,
        load_id
    from decoded
)

select * from final
