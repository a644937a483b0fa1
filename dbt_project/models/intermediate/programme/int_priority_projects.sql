with projects as (
    select * from {{ ref('int_return_priority_projects_judged') }}
    where rejection_rule_id is null
),

-- The file received last replaces the whole list of a quarter.
ranked as (
    select
        *,
        dense_rank() over (
            partition by scorecard_id, period_id
            order by received_at desc, load_id desc, file_name desc, file_sha256 desc
        ) as recency
    from projects
),

final as (
    select
        scorecard_id,
        period_id,
        period_label,
        position,
        project_text as project,
        period_end_date,
        load_id
    from ranked
    where recency = 1
)

select * from final
