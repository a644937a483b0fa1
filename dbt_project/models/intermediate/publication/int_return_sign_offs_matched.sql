with sign_offs as (
    select * from {{ ref('stg_returns__sign_offs') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

measure_windows as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_measure_windows') }}
),

posts as (
    select
        post_id,
        scorecard_id
    from {{ ref('stg_reference__posts') }}
),

states as (
    select
        code,
        code_name
    from {{ ref('stg_reference__source_codes') }}
    where source = 'returns' and table_name = 'sign_offs' and column_name = 'state'
),

sign_off_posts as (
    select * from {{ ref('int_sign_off_posts') }}
),

matched as (
    select
        sign_offs.*,
        measures.measure_id,
        measure_windows.period_id,
        posts.post_id,
        states.code as state,
        states.code_name as state_name,
        {{ local_date('sign_offs.received_at') }} as received_date
    from sign_offs
    left join measures
        on sign_offs.measure_id_text = measures.measure_id
    left join measure_windows
        on
            measures.measure_id = measure_windows.measure_id
            and measures.scorecard_id = measure_windows.organisation_unit_id
            and sign_offs.period_end_date = measure_windows.period_end_date
    left join posts
        on
            sign_offs.post_id_text = posts.post_id
            and measures.scorecard_id = posts.scorecard_id
    left join states
        on lower(sign_offs.state_text) = states.code
),

final as (
    select
        matched.*,
        exists(
            select 1 from sign_off_posts
            where
                sign_off_posts.measure_id = matched.measure_id
                and sign_off_posts.post_id = matched.post_id
                and (
                    matched.state = 'draft' or sign_off_posts.state = matched.state
                )
                and (
                    sign_off_posts.from_date is null
                    or sign_off_posts.from_date <= matched.signed_on_date
                )
                and (
                    sign_off_posts.to_date is null
                    or sign_off_posts.to_date >= matched.signed_on_date
                )
        ) as is_entitled
    from matched
)

select * from final
