{%- set faults = [
    ('innovation_opened_unreadable', 'opened_at is null', 'opened_text', 'null'),
    ('innovation_closed_unreadable', "closed_at is null and closed_text != ''",
        'closed_text', 'null'),
    ('innovation_closed_before_opened', 'closed_at < opened_at',
        'closed_text', 'opened_text'),
] -%}
{%- set excluded = 'is_withdrawn or is_duplicate or is_deleted' -%}

with projects as (
    select * from {{ ref('stg_innovation_portfolio__projects') }}
),

final as (
    select
        innovation_project_id as record_id,
        {{ verdict(faults, excluded) }},
        {{ local_date('opened_at') }} as opened_date,
        {{ local_date('closed_at') }} as closed_date,
        load_id
    from projects
)

select * from final
