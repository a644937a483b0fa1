with returned as (
    select * from {{ ref('int_return_actions_judged') }}
    where rejection_rule_id is null
),

planned as (
    select * from {{ ref('stg_reference__objective_actions') }}
),

objectives as (
    select
        objective_id,
        scorecard_id
    from {{ ref('stg_reference__objectives') }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

-- The file received last replaces the whole list of a measure or an objective.
ranked as (
    select
        *,
        dense_rank() over (
            partition by scorecard_id, measure_id, objective_id
            order by received_at desc, load_id desc, file_name desc, file_sha256 desc
        ) as recency
    from returned
),

final as (
    select
        ranked.scorecard_id,
        ranked.measure_id,
        ranked.objective_id,
        coalesce(ranked.position, ranked.row_number) as position,
        {{ masked('ranked.action_text') }} as action,
        cast(null as {{ dbt.type_string() }}) as conditions,
        ranked.post_id,
        ranked.due_text_text as due_text,
        coalesce(ranked.action_status, 'not_reported') as action_status,
        {{ is_past_due(
            'ranked.due_on_date', "coalesce(ranked.action_status, '') = 'done'"
        ) }} as is_overdue,
        ranked.due_on_date,
        ranked.load_id
    from ranked
    left join masks
        on ranked.measure_id = masks.measure_id
    where ranked.recency = 1
    union all
    -- The paper's own actions: their progress is not printed.
    select
        objectives.scorecard_id,
        cast(null as {{ dbt.type_string() }}) as measure_id,
        planned.objective_id,
        planned.sort_order as position,
        planned.action,
        planned.conditions,
        cast(null as {{ dbt.type_string() }}) as post_id,
        cast(null as {{ dbt.type_string() }}) as due_text,
        'not_reported' as action_status,
        false as is_overdue,
        cast(null as date) as due_on_date,
        cast(null as {{ dbt.type_string() }}) as load_id
    from planned
    inner join objectives
        on planned.objective_id = objectives.objective_id
)

select * from final
