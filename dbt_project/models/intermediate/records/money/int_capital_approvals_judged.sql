{%- set faults = [
    ('capital_approval_project_unknown', 'known_project_id is null',
        'project_id', 'null'),
    ('capital_approval_decision_unknown', 'decision_name is null',
        'decision', 'null'),
    ('capital_approval_date_unreadable', 'decided_date is null',
        'decided_text', 'null'),
    ('capital_approval_before_proposal', 'decided_date < proposed_date',
        'decided_text', 'cast(proposed_date as varchar)'),
] -%}

with approvals as (
    select * from {{ ref('stg_capital__approvals') }}
),

projects as (
    select
        record_id as known_project_id,
        proposed_date
    from {{ ref('int_capital_projects_judged') }}
    where is_counted
),

decisions as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'capital'
        and table_name = 'approvals'
        and column_name = 'decision'
),

decoded as (
    select
        approvals.*,
        projects.known_project_id,
        projects.proposed_date,
        decisions.code_name as decision_name,
        {{ means('decisions.meanings', 'approved') }} as is_approved
    from approvals
    left join projects
        on approvals.project_id = projects.known_project_id
    left join decisions
        on approvals.decision = decisions.code
),

final as (
    select
        approval_id as record_id,
        project_id,
        {{ verdict(faults, 'false') }},
        is_approved,
        decided_date,
        load_id
    from decoded
)

select * from final
