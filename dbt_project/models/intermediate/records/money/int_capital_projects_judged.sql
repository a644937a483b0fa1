{%- set faults = [
    ('capital_project_proposal_unreadable', 'proposed_date is null',
        'proposed_text', 'null'),
] -%}

with projects as (
    select * from {{ ref('stg_capital__projects') }}
),

final as (
    select
        project_id as record_id,
        {{ verdict(faults, 'false') }},
        proposed_date,
        load_id
    from projects
)

select * from final
