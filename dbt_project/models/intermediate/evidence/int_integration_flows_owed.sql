with flows as (
    select * from {{ ref('int_return_integration_flows_judged') }}
    where organisation_unit_id is not null and flow is not null
),

-- A flow of which nothing readable was ever said is still owed: a rejected row must not
-- complete a board.
final as (
    select
        organisation_unit_id,
        flow,
        max(case when is_counted then verified_on_date end) as verified_on_date,
        max(load_id) as load_id
    from flows
    group by organisation_unit_id, flow
    having max(case when is_counted and not is_required then 1 else 0 end) = 0
)

select * from final
