with projects as (
    select * from {{ ref('int_priority_projects') }}
),

final as (
    select
        scorecard_id,
        period_id,
        period_label,
        position,
        project,
        period_end_date,
        load_id
    from projects
)

select * from final
